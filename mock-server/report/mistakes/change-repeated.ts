import { type Call, questionOf, textOf } from "../call.js";
import type { Mistake } from "../mistake.js";
import { isFull } from "./push-loop.js";

/** The same change this soon after the first, in milliseconds, looks like a second attempt. */
const soon = 5_000;

/** Changes that count twice when they are sent twice. Of pushes in pages the full ones are another mistake's. */
const addsUp = (call: Call): boolean =>
  call.method === "useReward" ||
  (call.method === "usePass" && call.sent.action !== "setExpirationDate") ||
  (call.method === "sendInfoPush" && !isFull(call));

/** Calls that have to do with the same card, or else the same template. */
const isAbout = (one: Call, other: Call): boolean =>
  one.sent.passSerialNumber === undefined
    ? textOf(one.sent.idTemplate) === textOf(other.sent.idTemplate)
    : one.sent.passSerialNumber === other.sent.passSerialNumber;

/** The last call before this one that had to do with the same, if it came within seconds. */
function lastAbout(calls: readonly Call[], place: number, call: Call): Call | undefined {
  for (let at = place - 1; at >= 0; at -= 1) {
    const before = calls[at];
    if (before === undefined || call.at - before.at > soon) return undefined;
    if (isAbout(call, before)) return before;
  }
  return undefined;
}

const made = ({ entry }: Call): readonly number[] =>
  entry.changes.filter(({ table }) => table === "operations" || table === "pushes").map(({ key }) => Number(key));

/** Both changed something. Ids only grow, but for a reset of the sandbox: after one, the same change is another test's. */
const countedTwice = (first: Call, second: Call): boolean =>
  made(first).length > 0 && made(second).some((id) => id > Math.max(...made(first)));

export const changeRepeated: Mistake = {
  id: "change-repeated",
  text: "The same change was sent again within seconds, and counted twice.",
  severity: "hint",
  example: "usePass with numberStumps 1 twice within seconds for one card",
  advice:
    "The API knows no idempotency key: before you send a change again, after a timeout say, look with getPassOperations whether it has happened.",
  find: (calls) =>
    calls.flatMap((call, place) => {
      if (!addsUp(call) || !call.accepted) return [];
      const before = lastAbout(calls, place, call);
      if (before === undefined || !before.accepted || questionOf(before) !== questionOf(call)) return [];
      if (!countedTwice(before, call)) return [];
      return [{ calls: [before, call], seen: `${call.method}: the same again, and no look at it in between` }];
    }),
};
