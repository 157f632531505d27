import { request } from "node:http";
import { expect, test } from "vitest";
import { setup } from "../support/sandbox.js";

const serial = "297150-586-203";

test("a body nested a thousand deep is accepted and logged", async () => {
  const { server, token, control } = await setup();
  const nested = `${'{"a":'.repeat(1000)}1${"}".repeat(1000)}`;
  await fetch(`${server.url}/api/v1/getClientsList`, {
    method: "POST",
    headers: { "x-access-token": token },
    body: nested,
  });
  const { status, body } = await control("GET", "/requests?limit=1");
  expect({ status, body: JSON.stringify(body.requests[0].request) }).toEqual({
    status: 200,
    body: expect.stringContaining("[nested deeper]"),
  });
});

// The size of a body was measured by its JSON, and 50,000 levels overflowed the stack.
test("a large body nested 50,000 deep is accepted and logged", async () => {
  const { server, token, control } = await setup();
  const nested = `{"fields":${"[".repeat(50_000)}${"]".repeat(50_000)}}`;
  const headers = { "x-access-token": token };
  const { status } = await fetch(`${server.url}/api/v1/getClientsList`, { method: "POST", headers, body: nested });
  const { body } = await control("GET", "/requests?limit=1");
  expect({ status, request: body.requests[0].request }).toEqual({
    status: 200,
    request: { fields: "[nested deeper, omitted]" },
  });
});

test("the request log redacts tokens in all keys and texts", async () => {
  const { call, control, token } = await setup();
  const sent = { token, api_key: "k-1", Authorization: "Bearer k-2", nested: { note: `mine is ${token}`, [token]: 1 } };
  await call("getPassInfo", { passSerialNumber: serial, ...sent });
  const { body } = await control("GET", "/requests?limit=1");
  const text = JSON.stringify(body);
  expect(text).not.toContain(token);
  expect(text).not.toMatch(/k-1|k-2/);
  expect(text).toContain("mine is [redacted]");
});

test("getTemplates ignores its body, and the request log has it", async () => {
  const { call, control } = await setup();
  await call("getTemplates", { page: 2 });
  const { body } = await control("GET", "/requests?limit=1");
  expect(body.requests[0]).toMatchObject({ request: { page: 2 }, unreadKeys: ["page"] });
});

test.each([
  ["/requests?since=nothing", /unknown request id/],
  ["/requests?since=2026-02-30", /a valid time in UTC such as/],
  ["/requests?since=2026-13-45", /since must be a request id or a valid time in UTC/],
  ["/requests?method=getEverything", /unknown method "getEverything"; use getTemplates, /],
  ["/requests?since=2026-01-15T12:00", /in UTC/],
  ["/requests?since=2026-01-15 or so", /in UTC/],
  ["/requests?since=2026-01-15&since=2026-01-16", /since must be given once/],
  ["/requests?method[]=usePass", /unknown filter "method\[\]"; did you mean "method"\?/],
  ["/requests?limit=0x10", /limit must be an integer/],
  ["/requests?limit=1e2", /limit must be an integer/],
  ["/requests?limt=5", /unknown filter "limt"; did you mean "limit"\?/],
  ["/report?limit=5", /unknown filter "limit"; use since/],
  ["/report?method=usePass", /unknown filter "method"/],
  ["/requests?limit=0", /limit must be an integer from 1 to 20000, got "0"/],
])("an invalid filter of the request log is refused: %s", async (path, message) => {
  const { control } = await setup();
  const { status, body } = await control("GET", path);
  expect({ status, error: body.error }).toEqual({ status: 400, error: expect.stringMatching(message) });
});

const noSequences = { template: 0, client: 0, card: 0, operation: 0, push: 0 };
test.each([
  [{ sequences: { ...noSequences, push: 9_007_199_254_740_991 } }, /sequences\.push must be at most 4503599627370496/],
  [{ clock: { now: null, offsetMs: 9_007_199_254_740_991 } }, /clock\.offsetMs must be at most /],
  [
    { clock: { now: null, offsetMs: -200_000_000_000_000 } },
    /the time of a clock must be from 1970-01-01T00:00:00.000Z to/,
  ],
  [{ clock: { now: "1969-12-31T23:59:59.000Z", offsetMs: 0 } }, /clock.now must be from 1970-01-01T00:00:00.000Z to/],
])("an unusable state is refused: %j", async (part, message) => {
  const { control } = await setup({ fixture: "empty" });
  const { status, body } = await control("PUT", "/state", { formatVersion: 1, ...part });
  expect({ status, error: body.error }).toEqual({ status: 400, error: expect.stringMatching(message) });
});

test("a card whose expiry exceeds four-digit years is refused", async () => {
  const { control } = await setup({ fixture: "empty" });
  const { status, body } = await control("PUT", "/state", {
    formatVersion: 1,
    templates: [{ id: 1, name: "T", type: 6, expiry: { kind: "afterIssue", days: 36_500 } }],
    clients: [{ id: 1, templateId: 1, sName: "Doe", fName: "Jane" }],
    cards: [{ type: 6, templateId: 1, clientId: 1, issuedAt: "9950-01-01T00:00:00.000Z" }],
  });
  expect({ status, error: body.error }).toEqual({
    status: 400,
    error: "cards.0.issuedAt must be at most 9800-01-01T00:00:00.000Z",
  });
});

/** Sends a malformed request. */
const raw = (url: string, path: string, headers: Record<string, string>) =>
  new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const { port } = new URL(url);
    const sent = request({ host: "127.0.0.1", port, path, method: "POST", headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() }));
    });
    sent.on("error", reject);
    sent.end(JSON.stringify({ passSerialNumber: serial }));
  });

test("an invalid Host is not in URLs of responses", async () => {
  const { server, token } = await setup();
  const { status, text } = await raw(server.url, "/api/v1/getPassInfo", {
    host: "localhost:99999",
    "x-access-token": token,
  });
  expect({ status, image: JSON.parse(text).image }).toEqual({
    status: 200,
    image: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/_luna\/s\//),
  });
});

test("an absolute request URL, as for a proxy, works like a path", async () => {
  const { server, token } = await setup();
  const { status, text } = await raw(server.url, `${server.url}/api/v1/getPassInfo`, { "x-access-token": token });
  expect({ status, result: JSON.parse(text).result }).toEqual({ status: 200, result: 1 });
  expect((await raw(server.url, `${server.url}/_luna/health`, {})).status).toBe(405);
});

test("the page of a card that is not there is a page", async () => {
  const { server, id } = await setup();
  const response = await fetch(`${server.url}/_luna/s/${id}/cards/none`);
  expect({ status: response.status, contentType: response.headers.get("content-type") }).toEqual({
    status: 404,
    contentType: "text/html; charset=utf-8",
  });
  expect(await response.text()).toContain("unknown card none in this sandbox");
});
