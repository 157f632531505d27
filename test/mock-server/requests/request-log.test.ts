import { expect, test } from "vitest";
import { RequestLog, type RequestRecord, type RequestsQuery } from "../../../mock-server/requests/request-log.js";
import { newTrace } from "../../../mock-server/requests/trace.js";

interface Added {
  readonly sandboxId?: string;
  readonly body?: unknown;
  readonly answer?: string;
  readonly at?: number;
}

/** Adds a request, whose id is r and a number; without a sandbox it has no valid token. */
function add(
  requestLog: RequestLog,
  number: number,
  { sandboxId, body = {}, answer = "{}", at = number }: Added = {},
): void {
  const json = Buffer.from(JSON.stringify(body));
  const request = { verb: "POST", name: "usePass", token: "t", body: json, origin: "http://localhost" };
  const trace = newTrace(request, { requestId: `r${number}`, at, facts: undefined });
  if (sandboxId !== undefined) trace.owner = { sandboxId, company: { id: "main", name: "Main", token: "t" } };
  requestLog.add(trace, { json }, { json: answer }, { status: 200, rows: undefined, durationMs: 1 });
}

const read = (requestLog: RequestLog, query: Partial<RequestsQuery> = {}): readonly RequestRecord[] => [
  ...(requestLog.read({ sandboxId: "default", limit: Number.POSITIVE_INFINITY, ...query })?.records ?? []),
];

const ids = (records: readonly RequestRecord[]): readonly string[] => records.map(({ requestId }) => requestId);

const dropped = (requestLog: RequestLog, query: Partial<RequestsQuery> = {}) =>
  requestLog.read({ sandboxId: "default", limit: Number.POSITIVE_INFINITY, ...query })?.dropped;

const range = (from: number, count: number): readonly number[] => Array.from({ length: count }, (_, at) => from + at);

// Parsed bodies of 16 KiB took forty times that, ten thousand times.
test("the bodies of old requests are forgotten when they need too much memory", () => {
  const requestLog = new RequestLog("default", { requests: 100, bodyBytes: 10_000 });
  const body = { a: "ü".repeat(496) };
  for (const number of range(0, 250)) add(requestLog, number, { sandboxId: "default", body });
  const records = read(requestLog);
  expect(ids(records)).toEqual(range(150, 100).map((number) => `r${number}`));
  const whole = records.filter(({ request }) => request !== "[not kept any more]");
  expect(whole.length).toBeGreaterThan(5);
  expect(whole).toEqual(records.slice(-whole.length));
  for (const record of whole) expect([record.request, record.answer]).toEqual([body, {}]);
  expect(dropped(requestLog)).toEqual({ requests: 150, bodies: 100 - whole.length });
  expect(requestLog.total).toBe(250);
});

// Equal answers shared one place, and all lost it at once when the memory had come around to it.
test("a request that has its body has its answer too, also where many answers are equal", () => {
  const requestLog = new RequestLog("default", { requests: 100, bodyBytes: 10_000 });
  for (const number of range(0, 500)) {
    add(requestLog, number, { sandboxId: "default", body: { filling: "x".repeat(80) }, answer: '{"result":1}' });
    for (const kept of read(requestLog, { limit: 20 })) expect(kept.answer).toEqual({ result: 1 });
  }
});

test("the memory of old requests is reused, and nothing of newer ones is overwritten", () => {
  // One body fits into a piece of memory, and six pieces are needed.
  const requestLog = new RequestLog("default", { requests: 5, bodyBytes: 7 * 128 * 1024 });
  for (const number of range(0, 200)) {
    add(requestLog, number, { sandboxId: "default", body: { number, filling: "x".repeat(90_000) } });
    const kept = read(requestLog);
    expect(kept.map(({ request }) => (request as { number: number }).number)).toEqual(
      range(Math.max(0, number - 4), kept.length),
    );
  }
});

test("requests without a valid token are shown with the sandbox, and drop none of its own", () => {
  const requestLog = new RequestLog("default", { requests: 100 }, { requests: 10 });
  add(requestLog, 0, { sandboxId: "default" });
  for (const number of range(1, 50)) add(requestLog, number);
  add(requestLog, 51, { sandboxId: "default" });
  add(requestLog, 52, { sandboxId: "other" });
  expect(ids(read(requestLog))).toEqual(["r0", ...range(41, 10).map((number) => `r${number}`), "r51"]);
  expect(dropped(requestLog)).toEqual({ requests: 40, bodies: 0 });
  expect(ids(read(requestLog, { sandboxId: "other" }))).toEqual(["r52"]);
  expect(ids(read(requestLog, { since: "r45" }))).toEqual([...range(46, 5).map((number) => `r${number}`), "r51"]);
  expect(dropped(requestLog, { since: "r45" })).toEqual({ requests: 0, bodies: 0 });
  expect(dropped(requestLog, { since: 39 })).toEqual({ requests: 40, bodies: 0 });
  expect(dropped(requestLog, { since: 40 })).toEqual({ requests: 0, bodies: 0 });
  expect(requestLog.read({ sandboxId: "default", since: "r3", limit: 1 })).toBeUndefined();
  expect(requestLog.find("default", "r42")?.requestId).toBe("r42");
  expect(requestLog.find("other", "r42")).toBeUndefined();
});

test("the sandbox that takes the most memory gives up its oldest requests first", () => {
  const requestLog = new RequestLog("default", { bytes: 600_000 });
  for (const number of range(0, 20)) add(requestLog, number, { sandboxId: "small", body: { number } });
  for (const number of range(20, 5000)) add(requestLog, number, { sandboxId: "large", body: { number } });
  expect(dropped(requestLog, { sandboxId: "small" })).toEqual({ requests: 0, bodies: 0 });
  const small = read(requestLog, { sandboxId: "small" });
  expect(small.map(({ request }) => request)).toEqual(range(0, 20).map((number) => ({ number })));
  const large = read(requestLog, { sandboxId: "large" });
  expect(large.length).toBeGreaterThan(400);
  expect(large.at(-1)?.request).toEqual({ number: 5019 });
  expect(dropped(requestLog, { sandboxId: "large" })?.requests).toBe(5000 - large.length);
});

test("a deleted sandbox gives its memory back, and the next one of its name starts empty", () => {
  const requestLog = new RequestLog("default", { bytes: 100_000 });
  for (const number of range(0, 100)) add(requestLog, number, { sandboxId: "a" });
  requestLog.forget("a");
  expect(read(requestLog, { sandboxId: "a" })).toEqual([]);
  for (const number of range(100, 100)) add(requestLog, number, { sandboxId: "b" });
  expect(dropped(requestLog, { sandboxId: "b" })).toEqual({ requests: 0, bodies: 0 });
  add(requestLog, 200, { sandboxId: "a" });
  expect(ids(read(requestLog, { sandboxId: "a" }))).toEqual(["r200"]);
});
