import { expect, test } from "vitest";
import { defaultProfile } from "../../../mock-server/model/profile.js";
import { RequestLog, type RequestsQuery } from "../../../mock-server/requests/request-log.js";
import type { RequestRecord } from "../../../mock-server/requests/request-record.js";

interface Added {
  readonly sandboxId?: string;
  readonly body?: unknown;
  readonly answer?: string;
  readonly at?: number;
}

/** Adds a request with the id r and a number. Without a sandbox it has no valid token. */
function add(
  requestLog: RequestLog,
  number: number,
  { sandboxId, body = {}, answer = "{}", at = number }: Added = {},
): void {
  const json = Buffer.from(JSON.stringify(body));
  const request = { verb: "POST", name: "usePass", token: "t", body: json, origin: () => "http://localhost" };
  const company = { id: "main", name: "Main", token: "t" };
  requestLog.add(
    {
      request,
      requestId: `r${number}`,
      at,
      startedAt: 0,
      isExplained: false,
      method: undefined,
      body: { shown: { json }, parameters: {} },
    },
    {
      status: 200,
      contentType: "application/json",
      body: {},
      headers: undefined,
      refused: undefined,
      owner: sandboxId === undefined ? undefined : { sandboxId, company },
      version: undefined,
      profile: defaultProfile,
      consulted: undefined,
      rules: [],
      seen: [],
      reads: undefined,
      switches: [],
      changes: [],
    },
    answer,
  );
}

const read = (requestLog: RequestLog, query: Partial<RequestsQuery> = {}): readonly RequestRecord[] =>
  requestLog.read({ sandboxId: "default", limit: Number.POSITIVE_INFINITY, ...query })?.records ?? [];

/** Returns the bodies of a record. */
const bodies = ({ texts, request, response }: RequestRecord) => ({
  request: texts.get(request),
  response: texts.get(response),
});

const ids = (records: readonly RequestRecord[]): readonly string[] => records.map(({ requestId }) => requestId);

const dropped = (requestLog: RequestLog, query: Partial<RequestsQuery> = {}) =>
  requestLog.read({ sandboxId: "default", limit: Number.POSITIVE_INFINITY, ...query })?.dropped;

const range = (from: number, count: number): readonly number[] => Array.from({ length: count }, (_, at) => from + at);

// Parsed bodies of 16 KiB once took forty times their size, ten thousand times.
test("the request log drops bodies of old requests to limit its memory", () => {
  const requestLog = new RequestLog("default", { requests: 100, bodyBytes: 10_000 });
  const body = { a: "ü".repeat(496) };
  for (const number of range(0, 250)) add(requestLog, number, { sandboxId: "default", body });
  const records = read(requestLog);
  expect(ids(records)).toEqual(range(150, 100).map((number) => `r${number}`));
  const whole = records.filter((record) => bodies(record).request !== "[dropped]");
  expect(whole.length).toBeGreaterThan(5);
  expect(ids(whole)).toEqual(ids(records.slice(-whole.length)));
  for (const record of whole) expect(bodies(record)).toEqual({ request: body, response: {} });
  expect(dropped(requestLog)).toEqual({ requests: 150, bodies: 100 - whole.length });
  expect(requestLog.total).toBe(250);
});

test("the filter by card counts dropped bodies, which may name it", () => {
  const requestLog = new RequestLog("default", { requests: 100, bodyBytes: 10_000 });
  const body = { passSerialNumber: "1-1-1", a: "ü".repeat(496) };
  for (const number of range(0, 100)) add(requestLog, number, { sandboxId: "default", body });
  const found = read(requestLog, { serial: "1-1-1" });
  expect(found.length).toBeGreaterThan(0);
  expect(found.length).toBeLessThan(100);
  expect(read(requestLog, { serial: "2-2-2" })).toEqual([]);
  for (const serial of ["1-1-1", "2-2-2"])
    expect(dropped(requestLog, { serial })).toEqual({ requests: 0, bodies: 100 - found.length });
});

// Equal responses once shared one text and lost it together.
test("a request with its body has its response among equal responses", () => {
  const requestLog = new RequestLog("default", { requests: 100, bodyBytes: 10_000 });
  for (const number of range(0, 500)) {
    add(requestLog, number, { sandboxId: "default", body: { filling: "x".repeat(80) }, answer: '{"result":1}' });
    for (const record of read(requestLog, { limit: 20 })) expect(bodies(record).response).toEqual({ result: 1 });
  }
});

test("the request log reuses memory without overwriting newer requests", () => {
  // A block has room for one body, and six blocks are needed.
  const requestLog = new RequestLog("default", { requests: 5, bodyBytes: 7 * 128 * 1024 });
  for (const number of range(0, 200)) {
    add(requestLog, number, { sandboxId: "default", body: { number, filling: "x".repeat(90_000) } });
    const numbers = read(requestLog).map((record) => (bodies(record).request as { number: number }).number);
    expect(numbers).toEqual(range(Math.max(0, number - 4), numbers.length));
  }
});

test("unauthenticated requests drop no authenticated requests of the same sandbox", () => {
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

test("the largest sandbox drops its oldest requests first", () => {
  const requestLog = new RequestLog("default", { bytes: 600_000 });
  for (const number of range(0, 20)) add(requestLog, number, { sandboxId: "small", body: { number } });
  for (const number of range(20, 5000)) add(requestLog, number, { sandboxId: "large", body: { number } });
  expect(dropped(requestLog, { sandboxId: "small" })).toEqual({ requests: 0, bodies: 0 });
  const small = read(requestLog, { sandboxId: "small" });
  expect(small.map((record) => bodies(record).request)).toEqual(range(0, 20).map((number) => ({ number })));
  const large = read(requestLog, { sandboxId: "large" });
  expect(large.length).toBeGreaterThan(400);
  expect(large.slice(-1).map((record) => bodies(record).request)).toEqual([{ number: 5019 }]);
  expect(dropped(requestLog, { sandboxId: "large" })?.requests).toBe(5000 - large.length);
});

test("a deleted sandbox frees its memory, and its successor starts empty", () => {
  const requestLog = new RequestLog("default", { bytes: 100_000 });
  for (const number of range(0, 100)) add(requestLog, number, { sandboxId: "a" });
  requestLog.forget("a");
  expect(read(requestLog, { sandboxId: "a" })).toEqual([]);
  for (const number of range(100, 100)) add(requestLog, number, { sandboxId: "b" });
  expect(dropped(requestLog, { sandboxId: "b" })).toEqual({ requests: 0, bodies: 0 });
  add(requestLog, 200, { sandboxId: "a" });
  expect(ids(read(requestLog, { sandboxId: "a" }))).toEqual(["r200"]);
});
