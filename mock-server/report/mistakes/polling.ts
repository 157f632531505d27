import { type LoggedCall, requestKey } from "../call.js";
import type { Mistake } from "../mistake.js";

/** Minimum number of equal calls in a row that count as polling. */
const minCalls = 10;
/** Minimum pause between calls in milliseconds. */
const minPauseMs = 1_000;

export const polling: Mistake = {
  id: "polling",
  text: "A client repeated the same read many times without a pause.",
  severity: "hint",
  example: "getPassInfo in a loop until status is installed",
  advice:
    "Wait some seconds between two reads. The vendor's page documents no rate limit, but the service may have one.",
  find: (calls) =>
    runsOf(calls)
      .filter((run) => run.length >= minCalls && run.every(({ facts }) => facts.readsOnly))
      .map((run) => ({ calls: run, observed: `${run[0]?.method}: ${minCalls} times in a row or more` })),
};

/** Returns the runs of equal calls without a pause in between. */
function runsOf(calls: readonly LoggedCall[]): readonly (readonly LoggedCall[])[] {
  const runs: LoggedCall[][] = [];
  for (const call of calls) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (last !== undefined && requestKey(last) === requestKey(call) && call.at - last.at < minPauseMs) run?.push(call);
    else runs.push([call]);
  }
  return runs;
}
