/** Large contracts: verify ends in time, reports progress, and bounds its reports. */
import { once } from "node:events";
import { createServer } from "node:http";
import { expect, onTestFinished, test, vi } from "vitest";
import { verifyJunit } from "../../cli/commands/verify.junit.js";
import { reportProgress } from "../../cli/commands/verify.progress.js";
import { SandboxProvider, verifyPacts } from "../../contracts/index.js";
import { CorePool } from "../../contracts/verify/core.js";
import { verdictOf } from "../../contracts/verify/core-verdict.js";
import { detailText, summaryOf } from "../../contracts/verify/report.js";
import { Verifier } from "../../contracts/verify/verify.js";
import { type InteractionOptions, pact, sdkPact } from "../contracts/support/pacts.js";
import { interactionsOf, verifyAll, verifying } from "../contracts/support/verify.js";
import { listening } from "../support/listening.js";

const list = (rows: readonly unknown[], more: Partial<InteractionOptions> = {}): InteractionOptions => ({
  method: "getClientPassesByPhone",
  body: { phone: 12025550143 },
  states: [{ name: "a coupon card" }],
  answer: { rows },
  ...more,
});

const rows = (count: number) => Array.from({ length: count }, (_, index) => ({ type: 3, serialNumber: `${index}` }));

test("20,000 expected rows without a rule are one failure", async () => {
  const [result] = await verifyAll(pact(list([{ type: 3 }, ...rows(20_000)])));
  expect(result?.failures).toMatchObject([
    { where: "$.rows", message: "expected a list of 20001 elements, got 1", evidence: { level: "assumed" } },
  ]);
  expect(result).toMatchObject({ verdict: "failed", omitted: 0 });
  if (result === undefined) throw new Error("there is no result");
  expect(detailText(result).length).toBeLessThan(3000);
  const report = summaryOf({ results: [result], pins: undefined, statesSetUp: true });
  expect(JSON.stringify(report).length).toBeLessThan(10_000);
});

test("a wrong list length is reported beside other failures", async () => {
  const answer = { result: 2, rows: [{ type: 4 }, { type: 3 }] };
  const [result] = await verifyAll(pact(list([], { answer, status: 201 })));
  expect(result?.failures.map(({ where }) => where)).toEqual(["$.result", "$.rows", "status"]);
  const [empty] = await verifyAll(pact(list([])));
  expect(empty?.failures.map(({ message }) => message)).toEqual(["expected a list of 0 elements, got 1"]);
});

test("a rule for a list allows other lengths", async () => {
  const [result] = await verifyAll(pact(list(rows(3), { rules: { "$.rows": { matchers: [{ match: "type" }] } } })));
  expect(result?.verdict).toBe("passed");
});

/** Serves a pact and its response; without a response it never responds to the request. */
async function serving(answer: string | undefined) {
  const contract = JSON.stringify(pact({}));
  const server = createServer((request, response) => {
    if (request.url === "/pact") response.setHeader("content-type", "application/json").end(contract);
    else if (answer !== undefined) response.setHeader("content-type", "application/json").end(answer);
  });
  const url = await listening(server);
  return { pactUrl: `${url}/pact`, url };
}

test("a job that times out fails alone", async () => {
  const pool = new CorePool();
  onTestFinished(() => pool.stop());
  const slow = pool.verify(await serving(undefined), 100);
  const next = pool.verify(await serving('{"result":1,"templates":[]}'), 60_000);
  expect(await slow).toEqual({
    passed: false,
    mismatches: [{ mismatch: "verification took longer than 0.1 s; set a longer --timeout" }],
    omitted: 0,
  });
  expect(await next).toEqual({ passed: true, mismatches: [], omitted: 0 });
});

test("a core process that ends fails its job", async () => {
  const pool = new CorePool();
  onTestFinished(() => pool.stop());
  const server = createServer();
  const url = await listening(server);
  const requested = once(server, "request");
  const verdict = pool.verify({ pactUrl: `${url}/pact`, url }, 60_000);
  await requested;
  await pool.stop();
  server.closeAllConnections();
  expect((await verdict).mismatches[0]?.mismatch).toMatch(/^Pact's native core stopped: exit code SIGKILL/);
});

test("many mismatches are ordered, cut and counted", () => {
  const mismatches = Array.from({ length: 1000 }, (_, index) => ({ path: `$.rows[${999 - index}]`, mismatch: "no" }));
  const verdict = verdictOf(JSON.stringify({ result: false, errors: [{ mismatch: { mismatches } }] }));
  expect(verdict.omitted).toBe(900);
  expect(verdict.mismatches.map(({ path }) => path).slice(0, 3)).toEqual(["$.rows[0]", "$.rows[1]", "$.rows[2]"]);
});

test("reports are bounded: failures, values, messages and bodies", async () => {
  const [base] = await verifyAll(pact(list([{ type: 4 }])));
  const [wrong] = base?.failures ?? [];
  if (base === undefined || wrong === undefined || base.exchange === undefined) throw new Error("it did not fail");
  const long = "x".repeat(1_000_000);
  const failures = Array.from({ length: 300 }, () => ({ ...wrong, expected: [long], got: long, message: long }));
  const result = { ...base, failures, omitted: 700, why: long, exchange: { ...base.exchange, body: long } };
  const text = detailText({ ...result, why: undefined });
  expect(text).toContain("  … and 980 more failures\n");
  expect(text.length).toBeLessThan(30_000);
  const { results } = summaryOf({ results: [result], pins: undefined, statesSetUp: true });
  expect(results[0]).toMatchObject({ omittedFailures: 900, response: { body: expect.stringMatching(/^x{9999}…$/) } });
  expect(JSON.stringify({ ...results[0], why: null }).length).toBeLessThan(1_000_000);
  expect(verifyJunit([{ ...result, why: undefined }], new Date(0)).length).toBeLessThan(50_000);
});

test("progress is printed to stderr every five seconds", () => {
  vi.useFakeTimers();
  const printed: string[] = [];
  const error = vi.spyOn(console, "error").mockImplementation((text) => void printed.push(String(text)));
  onTestFinished(() => {
    error.mockRestore();
    vi.useRealTimers();
  });
  const reporting = reportProgress();
  vi.advanceTimersByTime(5000);
  reporting.progress({ phase: "verified", done: 240, of: 1000 });
  vi.advanceTimersByTime(4999);
  expect(printed).toHaveLength(1);
  vi.advanceTimersByTime(1);
  reporting.stop();
  vi.advanceTimersByTime(60_000);
  expect(printed).toEqual([
    "luna-sandbox verify: running (5 s)",
    "luna-sandbox verify: verified: 240 of 1000 interactions (10 s)",
  ]);
});

test("progress counts the interactions of both phases", async () => {
  const seen: string[] = [];
  await verifyPacts(interactionsOf(pact({}, {})), {
    pins: true,
    onProgress: ({ phase, done, of }) => seen.push(`${phase} ${done}/${of}`),
  });
  expect(seen).toEqual([
    "verified 1/2",
    "verified 2/2",
    "searched for fixed switches 1/2",
    "searched for fixed switches 2/2",
  ]);
});

test("verification is equal in process and over HTTP", async () => {
  const { server, verification } = await verifying();
  const local = new Verifier({ kind: "sandbox", provider: new SandboxProvider({ url: server.url }, server) });
  onTestFinished(() => local.stop());
  const [base] = pact({}).interactions as { request: object; response: object }[];
  const odd = [
    { method: "GET" },
    { method: "OPTIONS" },
    { headers: { "content-encoding": "gzip" } },
    { body: "{" },
    { path: "/api/v1/getTemplate" },
    { query: "a=1&b=x%20y" },
    { body: { text: "x".repeat(1024 * 1024) } },
    { headers: { "x-access-token": "" } },
  ];
  const contracts = [
    sdkPact(),
    { ...pact(), interactions: odd.map((request) => ({ ...base, request: { ...base?.request, ...request } })) },
    pact({ states: [{ name: "a template", params: { type: 0, settings: { maxStamps: 0 } } }] }),
  ];
  const outcomes = async (by: Verifier, contract: unknown) =>
    (await by.all(interactionsOf(contract))).map(({ verdict, failures, rules, why, exchange }) => ({
      verdict,
      messages: failures.map(({ message }) => message),
      rules,
      why,
      status: exchange?.status,
      body: exchange?.body.replaceAll(/\/_luna\/s\/[^/]+\//g, "/"),
      switches: exchange?.switches,
    }));
  for (const contract of contracts)
    expect(await outcomes(local, contract)).toEqual(await outcomes(verification, contract));
});

test("a response to a missing token is searched for fixed switches", async () => {
  const { pins } = await verifyPacts(interactionsOf(pact({ token: null, answer: { error: 1 } })), { pins: true });
  const names = pins !== undefined && "pins" in pins ? pins.pins.map((pin) => `${pin.switch} ${pin.fails}`) : [];
  expect(names).toEqual(["envelope array", "contentType html", "errorStatus 4xx"]);
});
