import { groupBy } from "../../../shared/group-by.js";
import { type LoggedCall, requestedPage, requestKey, responseField } from "../call.js";
import type { Mistake, Occurrence } from "../mistake.js";

/** Minimum time between two loops in milliseconds. */
const loopGapMs = 60_000;

const isToAll = ({ method, sent }: LoggedCall) => method === "sendInfoPush" && sent.pushSegment === "allClients";

/** Whether the page was full, so that another page may follow. */
export const isFullPushPage = (call: LoggedCall) =>
  Number(responseField(call, "numberOfRowsSelected")) >= (call.facts.pageSize ?? Infinity);

/** Returns the calls of each push: one message to all clients of one template. */
const pushes = (calls: readonly LoggedCall[]): readonly (readonly LoggedCall[])[] => [
  ...groupBy(calls.filter(isToAll), (call) => requestKey(call, "page")).values(),
];

/** Returns the runs of calls for the same page. */
function runsOfSamePage(push: readonly LoggedCall[]): LoggedCall[][] {
  const found: LoggedCall[][] = [];
  for (const call of push) {
    const last = found.at(-1)?.at(-1);
    if (last !== undefined && requestedPage(last) === requestedPage(call) && call.at - last.at < loopGapMs)
      found.at(-1)?.push(call);
    else found.push([call]);
  }
  return found;
}

/** Returns runs of calls that repeat a full page. The next page does not follow, as it would in a new loop. */
const repeatedPages = (push: readonly LoggedCall[]): readonly (readonly LoggedCall[])[] =>
  runsOfSamePage(push).filter((run, index, all) => {
    const [first] = run;
    const next = all[index + 1]?.[0];
    const goesOn = first !== undefined && next !== undefined && requestedPage(next) === requestedPage(first) + 1;
    return !goesOn && run.slice(0, -1).some(isFullPushPage);
  });

export const pushPageRepeated: Mistake = {
  id: "push-page-repeated",
  text: "A push to all clients was repeated with the same page: the same ten clients got it twice, the others never.",
  severity: "error",
  example: 'sendInfoPush with "page": 1 again after numberOfRowsSelected was 10',
  advice: "Call again with page + 1 while numberOfRowsSelected is 10.",
  find: (calls) =>
    pushes(calls).flatMap((push) =>
      repeatedPages(push).map((run) => ({ calls: run, observed: "sendInfoPush: page was not increased" })),
    ),
};

/**
 * Returns full pages whose next page was not requested before the next loop. A request shortly before counts, because
 * pages may be sent in parallel. One request is enough for a repeated page, because that may be a retry.
 */
function unfinished(push: readonly LoggedCall[]): readonly Occurrence[] {
  const repeated = new Set(repeatedPages(push).flat());
  const byPage = groupBy(push, requestedPage);
  const timeOfFirst = (page: number, from: number) => byPage.get(page)?.find(({ at }) => at >= from)?.at ?? Infinity;
  const lacksNextPage = (call: LoggedCall) => {
    const nextPageAt = timeOfFirst(requestedPage(call) + 1, call.at - loopGapMs);
    const nextLoopAt = timeOfFirst(requestedPage(call), call.at + loopGapMs);
    return nextPageAt === Infinity || nextLoopAt < nextPageAt;
  };
  return push
    .filter((call) => isFullPushPage(call) && !repeated.has(call) && lacksNextPage(call))
    .map((call) => ({
      calls: [call],
      observed: "sendInfoPush: numberOfRowsSelected was 10 and no next page followed",
    }));
}

export const pushLoopUnfinished: Mistake = {
  id: "push-loop-unfinished",
  text: "A push to all clients was not finished: one call reaches at most ten clients.",
  severity: "error",
  example: "sendInfoPush with pushSegment allClients called once, though numberOfRowsSelected is 10",
  advice: "Call again with page + 1 until numberOfRowsSelected is less than 10.",
  find: (calls) => pushes(calls).flatMap(unfinished),
};
