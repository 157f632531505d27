import { type Call, questionOf } from "../call.js";
import type { Mistake } from "../mistake.js";

/** The same change this soon after the first, in milliseconds, looks like a second attempt. */
const soon = 5_000;

/** Changes that count twice when they are sent twice. */
const addsUp = ({ operation, sent }: Call): boolean =>
  operation === "useReward" ||
  (operation === "usePass" && sent.action !== "setExpirationDate") ||
  (operation === "sendInfoPush" && sent.pushSegment === "oneClient");

const made = ({ entry }: Call): readonly number[] =>
  entry.changes.filter(({ table }) => table === "operations" || table === "pushes").map(({ key }) => Number(key));

/** Both changed something. Ids only grow, but for a reset of the sandbox: after one, the same change is another test's. */
const countedTwice = (first: Call, second: Call): boolean =>
  made(first).length > 0 && made(second).some((id) => id > Math.max(...made(first)));

export const changeRepeated: Mistake = {
  id: "change-repeated",
  text: "The same change was sent again within seconds, and counted twice.",
  severity: "hint",
  certain: false,
  example: "usePass with numberStumps 1 twice in a row for one card",
  advice:
    "The API knows no idempotency key: before you send a change again, after a timeout say, look with getPassOperations whether it has happened.",
  find: (calls) =>
    calls.flatMap((call, place) => {
      const before = calls[place - 1];
      if (before === undefined || !addsUp(call) || !call.accepted || !before.accepted) return [];
      const isSame = questionOf(before) === questionOf(call) && call.at - before.at <= soon;
      if (!isSame || !countedTwice(before, call)) return [];
      return [{ calls: [before, call], seen: `${call.operation}: the same again, and nothing in between` }];
    }),
};
