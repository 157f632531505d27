/** The client report over the control plane and from the command. */
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { report } from "../../../cli/commands/report.js";
import { formatReport, type LunaServer } from "../../../mock-server/index.js";
import { controlDocument } from "../../../openapi/document.js";
import { setup, testServer } from "../../support/sandbox.js";
import { watched } from "./watched.js";

const stampCard = { passSerialNumber: "297150-586-203" };

const printed: string[] = [];
beforeEach(() => {
  printed.length = 0;
  for (const method of ["log", "error"] as const)
    vi.spyOn(console, method).mockImplementation((text: string) => void printed.push(text));
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Runs the command and returns its output. */
async function run(...args: readonly string[]) {
  printed.length = 0;
  const code = await report(args);
  return { code, text: printed.join("\n") };
}

/** Calls of a client with an error and a warning. */
async function careless() {
  const client = await watched();
  await client.call("usePass", { ...stampCard, numberStamps: 1 });
  await client.call("getPassInfo", { ...stampCard, language: "en" });
  return client;
}

test("the report matches the control plane's document", async () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: "control", ...controlDocument() });
  const fits = ajv.compile({ $ref: "control#/components/schemas/Report" });
  const client = await watched();
  const empty = await client.report();
  expect(fits(empty)).toBe(true);
  const dropped = { requests: 0, bodies: 0 };
  expect(empty).toEqual({ requests: 0, from: null, to: null, complete: true, dropped, lastReset: null, findings: [] });
  const full = await (await careless()).report();
  expect({ fits: fits(full), errors: fits.errors }).toEqual({ fits: true, errors: null });
  expect(fits({ ...full, findings: [{}] })).toBe(false);
});

test("since omits earlier requests, and an invalid since is refused", async () => {
  const { call, report, wait } = await watched();
  const { requestId } = await call("usePass", { ...stampCard, numberStamps: 1 });
  wait(60_000);
  await call("getPassInfo", { ...stampCard, language: "en" });
  const ids = async (query: string) => (await report(query)).findings.map(({ mistake }) => mistake);
  expect(await ids("")).toEqual(["misspelt-parameter", "unread-key"]);
  expect(await ids(`?since=${requestId}`)).toEqual(["unread-key"]);
  expect(await ids("?since=2026-01-15T12:00:30Z")).toEqual(["unread-key"]);
  expect(await report("?since=nothing")).toEqual({
    error: expect.stringContaining("unknown request id"),
  });
});

test("default's report has the requests without a valid token", async () => {
  const { server, call, control } = await setup();
  await call("getPassInfo", { ...stampCard, language: "en" });
  await fetch(`${server.url}/api/v1/usePass`, { method: "POST", body: JSON.stringify(stampCard) });
  expect((await control("GET", "/report")).body.findings).toMatchObject([{ mistake: "unread-key", count: 1 }]);
  const strangers = await (await fetch(`${server.url}/_luna/sandboxes/default/report`)).json();
  expect(strangers).toMatchObject({ requests: 1, findings: [{ mistake: "token-forgotten" }] });
  expect((await fetch(`${server.url}/_luna/sandboxes/missing/report`)).status).toBe(404);
});

/** Sends `count` requests to `default` without a socket, with or without a token. */
async function flood({ services, url }: LunaServer, count: number, token?: string): Promise<void> {
  const request = { verb: "POST", name: "getTemplates", token, body: Buffer.from("{}"), origin: () => url };
  for (let nth = 0; nth < count; nth += 1) await services.engine.handle(request);
}

test("a report with dropped requests exits with code 2", async () => {
  const server = await testServer({ fixture: "demo", strict: false });
  await flood(server, 10_000, "luna-demo-token");
  const read = async () => (await fetch(`${server.url}/_luna/sandboxes/default/report`)).json();
  expect(await read()).toMatchObject({ requests: 10_000, complete: true });
  expect((await run("--url", server.url)).code).toBe(0);
  const since = new Date(Date.now() + 60_000).toISOString();
  await flood(server, 1, "luna-demo-token");
  expect(await read()).toMatchObject({ requests: 10_000, complete: false, dropped: { requests: 1, bodies: 0 } });
  const message = /the request log has dropped 1 request; use a sandbox for each test run/;
  for (const args of [[], ["--json"], ["--fail-on", "error"]])
    expect(await run("--url", server.url, ...args)).toEqual({ code: 2, text: expect.stringMatching(message) });
  expect((await run("--url", server.url, "--since", since)).code).toBe(0);
});

// 10,000 requests without a token emptied the request log of all sandboxes, and the exit code was 0.
test("requests without a token hide no mistakes", async () => {
  const server = await testServer({ fixture: "demo", strict: false });
  const { id, companies } = await server.sandbox({ fixture: "demo" });
  const misspelt = JSON.stringify({ ...stampCard, numberStamps: 1 });
  for (const token of [companies[0]?.token ?? "", "luna-demo-token"])
    await server.fetch("/api/v1/usePass", { method: "POST", headers: { "x-access-token": token }, body: misspelt });
  await flood(server, 10_001);
  for (const sandbox of [id, "default"])
    expect((await run("--url", server.url, "--sandbox", sandbox, "--fail-on", "error")).code).toBe(1);
  // Dropped requests may contain mistakes.
  expect((await run("--url", server.url, "--since", new Date(0).toISOString())).code).toBe(2);
  expect((await run("--url", server.url, "--sandbox", id)).code).toBe(0);
});

test("the command prints the report as text and as JSON", async () => {
  const client = await careless();
  const found = await client.report();
  expect(await run("--url", client.url)).toEqual({ code: 0, text: formatReport(found) });
  const { code, text } = await run("--url", `${client.url}/api/v1/`, "--sandbox", "default", "--json");
  expect(code).toBe(0);
  expect(JSON.parse(text)).toEqual(found);
  expect((await run("--url", client.url, "--since", "9999-01-01")).text).toContain("no requests to examine");
});

test("--fail-on error or warning exits with 1, never for hints", async () => {
  const code = async (client: { readonly url: string }, failOn: string) =>
    (await run("--url", client.url, "--fail-on", failOn)).code;
  const codes = async (client: { readonly url: string }) => ({
    error: await code(client, "error"),
    warning: await code(client, "warning"),
  });
  const both = await careless();
  expect(await codes(both)).toEqual({ error: 1, warning: 1 });
  const warned = await watched();
  await warned.call("getPassInfo", { ...stampCard, language: "en" });
  expect(await codes(warned)).toEqual({ error: 0, warning: 1 });
  const hinted = await watched();
  await hinted.call("getClientsList", { idTemplate: 340_720 });
  expect((await hinted.report()).findings).toMatchObject([{ severity: "hint" }]);
  expect(await codes(hinted)).toEqual({ error: 0, warning: 0 });
});

test("the report command sends the admin token and explains its absence", async () => {
  const { url } = await testServer({ adminToken: "secret" });
  expect((await run("--url", url, "--admin-token", "secret")).text).toMatch(/report: no requests in sandbox default$/);
  expect(await run("--url", url)).toEqual({ code: 2, text: expect.stringContaining("x-luna-admin-token") });
});

test.each([
  [["--url", "127.0.0.1:4010"], /--url must be a URL such as http/],
  [["--url", "http://127.0.0.1:1"], /http:\/\/127\.0\.0\.1:1 cannot be reached: /],
  [["--fail-on", "hint"], /--fail-on must be error or warning, got "hint"/],
  [["--fail-on", "constructor"], /--fail-on must be error or warning/],
  [["--jsn"], /unknown option --jsn; did you mean --json\? \(see luna-sandbox report --help\)/],
])("where there is no report the exit code is 2: %j", async (args, message) => {
  expect(await run(...args)).toEqual({ code: 2, text: expect.stringMatching(message) });
});

test("the report command explains unknown sandboxes and other servers", async () => {
  const { url } = await watched();
  expect(await run("--url", url, "--sandbox", "missing")).toEqual({
    code: 2,
    text: 'luna-sandbox report: unknown sandbox "missing"; list all with GET /_luna/sandboxes',
  });
  expect(await run("--url", `${url}/api/v1/elsewhere`)).toEqual({
    code: 2,
    text: expect.stringContaining("responded 404"),
  });
});

test("--help lists every option", async () => {
  const { code, text } = await run("--help");
  expect(code).toBe(0);
  for (const option of ["url", "sandbox", "since", "admin-token", "admin-token-file", "json", "fail-on"])
    expect(text).toContain(`--${option}`);
});

test("--all joins the reports of all sandboxes", async () => {
  const server = await testServer({ fixture: "demo" });
  const body = JSON.stringify({ ...stampCard, numberStamps: 1 });
  const sandboxes = await Promise.all([server.sandbox(), server.sandbox()]);
  for (const { companies } of sandboxes) {
    const headers = { "x-access-token": companies[0]?.token ?? "" };
    await server.fetch("/api/v1/usePass", { method: "POST", headers, body });
  }
  expect(await run("--url", server.url, "--fail-on", "error")).toMatchObject({ code: 2 }); // no requests in default
  const all = await run("--url", server.url, "--all", "--json", "--fail-on", "error");
  expect(all.code).toBe(1);
  expect(JSON.parse(all.text)).toMatchObject({ requests: 2, findings: [{ mistake: "misspelt-parameter", count: 2 }] });
  await sandboxes[0]?.delete();
  expect(JSON.parse((await run("--url", server.url, "--all", "--json")).text)).toMatchObject({ requests: 1 });
});

test.each([
  { args: ["--all", "--sandbox", "default"], problem: "--sandbox and --all exclude each other" },
  { args: ["--all", "--since", "mid3v1k2-4"], problem: "--since must be a time if --all is given" },
])("$args is refused", async ({ args, problem }) => {
  expect(await run(...args)).toMatchObject({ code: 2, text: expect.stringContaining(problem) });
});

test("a report across a reset names the moment of the reset", async () => {
  const client = await careless();
  const reset = async () => {
    client.wait(1000);
    expect((await client.control("POST", "/reset")).status).toBe(200);
  };
  expect((await client.report()).lastReset).toBeNull();
  await reset();
  client.wait(1000);
  await client.call("getTemplates");
  const lastReset = "2026-01-15T12:00:01.000Z";
  expect(await client.report()).toMatchObject({ requests: 3, lastReset });
  expect(formatReport(await client.report())).toContain(`omit them with --since ${lastReset}`);
  expect(await client.report(`?since=${lastReset}`)).toMatchObject({ requests: 1, lastReset: null });
});
