import { answered, type Call, pageOf, questionOf } from "../call.js";
import type { Mistake, Sighting } from "../mistake.js";

/** Calls this far apart, in milliseconds, belong to two loops. */
const apart = 60_000;

const isToAll = ({ method, sent }: Call) => method === "sendInfoPush" && sent.pushSegment === "allClients";

/** There may be more after it: the answer counts as many as a page has. */
export const isFull = (call: Call) =>
  Number(answered(call, "numberOfRowsSelected")) >= (call.facts.pageSize ?? Infinity);

/** The calls that push one message to the clients of one template. */
function pushes(calls: readonly Call[]): readonly (readonly Call[])[] {
  const found = new Map<string, Call[]>();
  for (const call of calls.filter(isToAll)) {
    const question = questionOf(call, "page");
    const before = found.get(question);
    if (before === undefined) found.set(question, [call]);
    else before.push(call);
  }
  return [...found.values()];
}

/** Calls one after another for the same page. */
function stretches(push: readonly Call[]): Call[][] {
  const found: Call[][] = [];
  for (const call of push) {
    const last = found.at(-1)?.at(-1);
    if (last !== undefined && pageOf(last) === pageOf(call) && call.at - last.at < apart) found.at(-1)?.push(call);
    else found.push([call]);
  }
  return found;
}

/** Calls for a page that was full already, without the next page after them. With it they are a loop begun anew. */
const standstills = (push: readonly Call[]): readonly (readonly Call[])[] =>
  stretches(push).filter((stretch, place, all) => {
    const [first] = stretch;
    const next = all[place + 1]?.[0];
    const goesOn = first !== undefined && next !== undefined && pageOf(next) === pageOf(first) + 1;
    return !goesOn && stretch.slice(0, -1).some(isFull);
  });

export const pushPageRepeated: Mistake = {
  id: "push-page-repeated",
  text: "A push to all clients was sent again with the same page: the same ten got it twice, all others never.",
  severity: "error",
  example: 'sendInfoPush with "page": 1 again after numberOfRowsSelected was 10',
  advice: "After numberOfRowsSelected 10, call again with page + 1, until it is less than 10.",
  find: (calls) =>
    pushes(calls).flatMap((push) =>
      standstills(push).map((stretch) => ({ calls: stretch, seen: "sendInfoPush: page was not increased" })),
    ),
};

/**
 * For each page that was full, a call for the next one has to follow, before another loop comes to the same page. It may
 * also have come shortly before, because pages may be sent in parallel; and one is enough for a page that was sent
 * several times, because that may be a second attempt.
 */
function unfinished(push: readonly Call[]): readonly Sighting[] {
  const stuck = new Set(standstills(push).flat());
  const times = new Map<number, number[]>();
  for (const call of push) {
    const page = pageOf(call);
    const before = times.get(page);
    if (before === undefined) times.set(page, [call.at]);
    else before.push(call.at);
  }
  const firstFrom = (page: number, from: number) => times.get(page)?.find((at) => at >= from) ?? Infinity;
  const isLast = (call: Call) => {
    const next = firstFrom(pageOf(call) + 1, call.at - apart);
    return next === Infinity || firstFrom(pageOf(call), call.at + apart) < next;
  };
  return push
    .filter((call) => isFull(call) && !stuck.has(call) && isLast(call))
    .map((call) => ({ calls: [call], seen: "sendInfoPush: numberOfRowsSelected was 10 and no next page followed" }));
}

export const pushLoopUnfinished: Mistake = {
  id: "push-loop-unfinished",
  text: "A push to all clients was left unfinished: one call reaches ten clients at most.",
  severity: "error",
  example: "sendInfoPush with pushSegment allClients called once, though numberOfRowsSelected is 10",
  advice: "Call again with page + 1 until numberOfRowsSelected is less than 10.",
  find: (calls) => pushes(calls).flatMap(unfinished),
};
