import { type LoggedCall, questionOf, textOf } from "../call.js";
import type { Mistake } from "../mistake.js";
import { isFullPushPage } from "./push-loop.js";

/** Maximum time between two equal changes that look like a retry, in milliseconds. */
const soon = 5_000;

/** Whether repeating the call counts twice. Full pages of pushes belong to the mistake push-page-repeated. */
const addsUp = (call: LoggedCall): boolean =>
  call.method === "useReward" ||
  (call.method === "usePass" && call.sent.action !== "setExpirationDate") ||
  (call.method === "sendInfoPush" && !isFullPushPage(call));

/** Whether two calls concern the same card, or else the same template. */
const isAbout = (one: LoggedCall, other: LoggedCall): boolean =>
  one.sent.passSerialNumber === undefined
    ? textOf(one.sent.idTemplate) === textOf(other.sent.idTemplate)
    : one.sent.passSerialNumber === other.sent.passSerialNumber;

/** Returns the previous call about the same card or template within seconds. */
function lastAbout(calls: readonly LoggedCall[], place: number, call: LoggedCall): LoggedCall | undefined {
  for (let at = place - 1; at >= 0; at -= 1) {
    const before = calls[at];
    if (before === undefined || call.at - before.at > soon) return undefined;
    if (isAbout(call, before)) return before;
  }
  return undefined;
}

const made = ({ entry }: LoggedCall): readonly number[] =>
  entry.changes.filter(({ table }) => table === "operations" || table === "pushes").map(({ key }) => Number(key));

/** Whether both calls changed something. Ids grow, except after a reset between two tests. */
const countedTwice = (first: LoggedCall, second: LoggedCall): boolean =>
  made(first).length > 0 && made(second).some((id) => id > Math.max(...made(first)));

export const changeRepeated: Mistake = {
  id: "change-repeated",
  text: "A client repeated a change within seconds, so it counted twice.",
  severity: "hint",
  example: "usePass with numberStumps 1 twice within seconds for one card",
  advice:
    "The API has no idempotency key: before you retry a change, for example after a timeout, check getPassOperations.",
  find: (calls) =>
    calls.flatMap((call, place) => {
      if (!addsUp(call) || !call.accepted) return [];
      const before = lastAbout(calls, place, call);
      if (before === undefined || !before.accepted || questionOf(before) !== questionOf(call)) return [];
      if (!countedTwice(before, call)) return [];
      return [{ calls: [before, call], observed: `${call.method}: repeated without reading the card in between` }];
    }),
};
