import { type LoggedCall, requestKey, textOf } from "../call.js";
import type { Mistake } from "../mistake.js";
import { isFullPushPage } from "./push-loop.js";

/** Maximum time between two equal changes that look like a retry, in milliseconds. */
const retryWindowMs = 5_000;

/** Whether repeating the call counts twice. Full pages of pushes belong to the mistake push-page-repeated. */
const addsUp = (call: LoggedCall): boolean =>
  call.method === "useReward" ||
  (call.method === "usePass" && call.sent.action !== "setExpirationDate") ||
  (call.method === "sendInfoPush" && !isFullPushPage(call));

/** Whether two calls concern the same card, or else the same template. */
const concernsSameCard = (one: LoggedCall, other: LoggedCall): boolean =>
  one.sent.passSerialNumber === undefined
    ? textOf(one.sent.idTemplate) === textOf(other.sent.idTemplate)
    : one.sent.passSerialNumber === other.sent.passSerialNumber;

/** Returns the previous call about the same card or template within seconds. */
function lastAbout(calls: readonly LoggedCall[], index: number, call: LoggedCall): LoggedCall | undefined {
  for (let at = index - 1; at >= 0; at -= 1) {
    const before = calls[at];
    if (before === undefined || call.at - before.at > retryWindowMs) return undefined;
    if (concernsSameCard(call, before)) return before;
  }
  return undefined;
}

const createdIds = ({ entry }: LoggedCall): readonly number[] =>
  entry.changes.filter(({ table }) => table === "operations" || table === "pushes").map(({ key }) => Number(key));

/** Whether both calls changed something. Ids grow, except after a reset between two tests. */
const countedTwice = (first: LoggedCall, second: LoggedCall): boolean =>
  createdIds(first).length > 0 && createdIds(second).some((id) => id > Math.max(...createdIds(first)));

export const changeRepeated: Mistake = {
  id: "change-repeated",
  text: "A client repeated a change within seconds, so it counted twice.",
  severity: "hint",
  example: "usePass with numberStumps 1 twice within seconds for one card",
  advice:
    "The API has no idempotency key: before you retry a change, for example after a timeout, check getPassOperations.",
  find: (calls) =>
    calls.flatMap((call, index) => {
      if (!addsUp(call) || !call.accepted) return [];
      const before = lastAbout(calls, index, call);
      if (before === undefined || !before.accepted || requestKey(before) !== requestKey(call)) return [];
      if (!countedTwice(before, call)) return [];
      return [{ calls: [before, call], observed: `${call.method}: repeated without reading the card in between` }];
    }),
};
