import { type Call, questionOf } from "../call.js";
import type { Mistake } from "../mistake.js";

/** So many times the same question in a row is no coincidence. */
const many = 10;
/** A pause, in milliseconds. */
const pause = 1_000;

export const polling: Mistake = {
  id: "polling",
  text: "The same question was asked over and over without a pause.",
  severity: "hint",
  example: "getPassInfo in a loop until status is installed",
  advice:
    "Wait some seconds between two looks. The vendor's page names no limit, which does not mean that there is none.",
  find: (calls) =>
    runsOf(calls)
      .filter((run) => run.length >= many && run.every(({ facts }) => facts.readsOnly))
      .map((run) => ({ calls: run, seen: `${run[0]?.method}: ${many} times in a row or more` })),
};

/** Calls one after another that ask the same without a pause. */
function runsOf(calls: readonly Call[]): readonly (readonly Call[])[] {
  const runs: Call[][] = [];
  for (const call of calls) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (last !== undefined && questionOf(last) === questionOf(call) && call.at - last.at < pause) run?.push(call);
    else runs.push([call]);
  }
  return runs;
}
