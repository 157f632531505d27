/** The request log: its redaction and the cost of reading it. */
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, onTestFinished, test, vi } from "vitest";
import { coverage } from "../../cli/commands/coverage.js";
import type { LunaServer } from "../../mock-server/index.js";
import { controlDocument } from "../../openapi/document.js";
import { mebibyte } from "../../shared/units.js";
import { run } from "../contracts/support/run.js";
import { setup, testServer } from "../support/sandbox.js";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as () => void;

/** Collects garbage twice, because buffers are freed only after a collection. */
function collectGarbage(): void {
  gc();
  gc();
}

/** Sends a request to `default` without a socket. */
const handle = ({ services, url }: LunaServer, request: Partial<Parameters<typeof services.engine.handle>[0]>) =>
  services.engine.handle({
    verb: "POST",
    name: "getTemplates",
    token: undefined,
    body: Buffer.from("{}"),
    origin: () => url,
    ...request,
  });

/** Returns a string without shared memory. */
const text = (begin: string, length: number): string => Buffer.from(begin.padEnd(length, "x")).toString();

test.each([
  ["tokens", (nth: number) => ({ token: text(`t${nth}`, 14_800) })],
  ["methods", (nth: number) => ({ name: text(`m${nth}`, 14_800) })],
  ["queries", (nth: number) => ({ query: text(`q${nth}`, 14_800) })],
  ["header names", (nth: number) => ({ credentials: [text(`x-token-${nth}`, 14_800)] })],
  ["services of long addresses", (nth: number) => ({ name: text(`m${nth}`, 14_800).slice(0, 60) })],
])("long unknown %s take little memory", async (_what, request) => {
  const server = await testServer();
  await handle(server, request(0));
  collectGarbage();
  const before = process.memoryUsage();
  for (let nth = 1; nth <= 5_000; nth += 1) await handle(server, request(nth));
  collectGarbage();
  const after = process.memoryUsage();
  const grown = after.heapUsed + after.external - before.heapUsed - before.external;
  // All strings together have 70 MiB.
  expect(grown).toBeLessThan(16 * mebibyte);
});

test("truncated text is marked and contains no part of a token", async () => {
  const server = await testServer({ fixture: "demo" });
  const token = `secret-${"0123456789".repeat(1500)}`;
  const entry = async (request: Parameters<typeof handle>[1]) => {
    await handle(server, request);
    const { entries } = await server.services.requests.find({ sandboxId: "default", limit: 1 });
    return [...entries][0];
  };
  const long = "m".repeat(190);
  const query = `q=${"%41".repeat(300)}&r=${encodeURIComponent(token)}`;
  const body = Buffer.from(
    JSON.stringify({ [`${"k".repeat(90)}${token}`]: 1, filling: "x".repeat(16_384), note: "n" }),
  );
  const shown = await entry({ token, name: `${long}${token}`, query, body });
  const cut = (length: number) => `…[cut from ${length} characters]`;
  expect(shown).toMatchObject({
    token: "unknown",
    name: `${long}${cut(190 + token.length)}`,
    query: { q: "A".repeat(300), r: cut(query.length) },
    request: { [`${"k".repeat(90)}${cut(90 + token.length)}`]: "[redacted]", note: "n" },
  });
  expect(JSON.stringify(shown)).not.toMatch(/secret|0123/);
  // The whole token, between other text.
  const within = Buffer.from(JSON.stringify({ note: `before ${token} after`, [token]: 1 }));
  expect(JSON.stringify(await entry({ token, body: within }))).not.toMatch(/secret|0123/);
  // The truncation is in the middle of a company's token.
  const known = await entry({ token: "luna-demo-token", name: `${long}luna-demo-token` });
  expect(known?.name).toBe(`${long}${cut(205)}`);
  const headers = await entry({
    credentials: Array.from({ length: 12 }, (_, nth) => `x-token-${nth}${"h".repeat(200)}`),
  });
  expect(headers?.credentials).toHaveLength(11);
  expect(headers?.credentials.slice(-2)).toEqual([`x-token-9${"h".repeat(91)}${cut(209)}`, "…[2 more]"]);
});

test("a body with very many keys is truncated with a mark", async () => {
  const { call, control } = await setup();
  await call("getPassInfo", Object.fromEntries(Array.from({ length: 3_000 }, (_, at) => [`key${at}`, at])));
  const { request } = (await control("GET", "/requests?limit=1")).body.requests[0];
  expect(Object.entries(request).slice(-2)).toEqual([
    ["key49", 49],
    ["…[2950 more keys]", "[omitted]"],
  ]);
});

test("the reason of a refusal that lists very many templates is cut", async () => {
  const templates = Array.from({ length: 5_000 }, (_, at) => ({ id: 1_000_000 + at, name: "T", type: 6 }));
  const { call, control } = await setup({ fixture: { formatVersion: 1, templates } as never });
  const { headers } = await call("getClientsList", { idTemplate: 1 });
  const { accepted } = (await control("GET", `/requests/${headers.get("x-luna-request-id")}`)).body;
  expect(accepted).toMatch(/^an id of this company's templates: 1000000, .*…\[cut from \d+ characters\]$/);
  expect(accepted.length).toBeLessThan(1100);
});

// The log was built as one string in one turn of the event loop: 13.6 s with long tokens.
test("log and report let other work run", async () => {
  const server = await testServer({ fixture: "demo", strict: false });
  const numbers = Array.from({ length: 4_000 }, (_, nth) => nth);
  for (const n of numbers) await handle(server, { token: `unknown-${n}`, body: Buffer.from(JSON.stringify({ n })) });

  // Each entry contains its time.
  let inThisTurn = 0;
  let most = 0;
  const { toISOString } = Date.prototype;
  const spy = vi.spyOn(Date.prototype, "toISOString").mockImplementation(function (this: Date) {
    inThisTurn += 1;
    most = Math.max(most, inThisTurn);
    return toISOString.call(this);
  });
  onTestFinished(() => spy.mockRestore());
  let isRead = false;
  const turns = (async () => {
    for (; !isRead; inThisTurn = 0) await setImmediate();
  })();
  const control = `${server.url}/_luna/sandboxes/default`;
  const response = await fetch(`${control}/requests?limit=10000`);
  const { requests: entries } = (await response.json()) as {
    readonly requests: readonly { readonly request: { n: number } }[];
  };
  await (await fetch(`${control}/report`)).json();
  isRead = true;
  await turns;
  expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
  expect(entries.map(({ request }) => request.n).toReversed()).toEqual(numbers);
  expect(spy.mock.calls.length).toBeGreaterThan(8_000);
  expect(most).toBeLessThan(600);
});

// Parsing the bodies of 10,000 requests took half a second in one turn of the event loop.
test("the filter by card parses bodies in slices", async () => {
  const server = await testServer({ fixture: "demo", strict: false });
  const serial = "297150-586-203";
  const bodies = [{ passSerialNumber: serial }, { passSerialNumber: "1-1-1", note: serial }];
  for (let nth = 0; nth < 4_000; nth += 1)
    await handle(server, { name: "getPassInfo", body: Buffer.from(JSON.stringify(bodies[nth % 2])) });
  await handle(server, {
    name: "getPassInfo",
    body: Buffer.from('{"passSerialNumber": "\\u0032971\\u00350-586-203"}'),
  });
  let inThisTurn = 0;
  let most = 0;
  const { parse } = JSON;
  const spy = vi.spyOn(JSON, "parse").mockImplementation((...args) => {
    inThisTurn += 1;
    most = Math.max(most, inThisTurn);
    return parse(...args);
  });
  onTestFinished(() => spy.mockRestore());
  let isRead = false;
  const turns = (async () => {
    for (; !isRead; inThisTurn = 0) await setImmediate();
  })();
  const { entries } = await server.services.requests.find({ sandboxId: "default", serial, limit: 10_000 });
  isRead = true;
  await turns;
  expect(spy.mock.calls.length).toBeGreaterThanOrEqual(4_001);
  expect(most).toBeLessThan(600);
  spy.mockRestore();
  expect([...entries]).toHaveLength(2_001);
});

test("coverage counts requests despite a flood, and reports dropped requests", async () => {
  const server = await testServer({ fixture: "demo", strict: false });
  await handle(server, { token: "luna-demo-token" });
  for (let nth = 0; nth < 10_000; nth += 1) await handle(server, {});
  const covered = async () => {
    const { code, out, err } = await run(coverage, "--url", server.url, "--json");
    const cells = JSON.parse(out).cells as readonly { method: string; outcome: string; by: readonly string[] }[];
    const cell = cells.find(({ method, outcome }) => method === "getTemplates" && outcome === "success");
    return { code, err, by: cell?.by.length };
  };
  expect(await covered()).toEqual({ code: 0, err: "", by: 1 });
  await handle(server, {});
  const err =
    "luna-sandbox coverage: sandbox default: the request log has dropped 1 request; use a sandbox for each test run";
  expect(await covered()).toEqual({ code: 2, err, by: 1 });
});

test("the request log matches the control plane's document", async () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: "control", ...controlDocument() });
  const fits = ajv.compile({ $ref: "control#/components/schemas/Requests" });
  const { call, control } = await setup();
  await call("getTemplates");
  await call("usePass", { passSerialNumber: "none" }, "unknown");
  const { body } = await control("GET", "/requests");
  expect({ fits: fits(body), errors: fits.errors, requestsCount: body.requests.length }).toEqual({
    fits: true,
    errors: null,
    requestsCount: 1,
  });
});
