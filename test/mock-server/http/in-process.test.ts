/** Requests over a socket and through server.fetch have equal responses and log entries. */
import { gzipSync } from "node:zlib";
import { expect, test, vi } from "vitest";
import { fetchInProcess } from "../../../mock-server/http/in-process.js";
import type { LunaServer, LunaServerOptions } from "../../../mock-server/index.js";
import { startServer } from "../../support/sandbox.js";

const token = { "x-access-token": "luna-demo-token" };
const card = JSON.stringify({ passSerialNumber: "297150-586-203" });
const use = JSON.stringify({ passSerialNumber: "297150-586-203", numberStumps: 1 });
const now = "2026-01-15T12:00:00.000Z";

const pages = "https://shop.example.com";
const preflight = { origin: pages, "access-control-request-headers": "content-type,x-requested-with" };

const table: readonly (readonly [what: string, path: string, init: RequestInit, options?: LunaServerOptions])[] = [
  ["a card", "getPassInfo", { method: "POST", headers: token, body: card }],
  ["a change", "usePass", { method: "POST", headers: token, body: use }],
  ["a refusal", "getPassInfo", { method: "POST", headers: token, body: "{}" }],
  ["no body", "getTemplates", { method: "POST", headers: token }],
  ["a query", "getTemplates?page=1&x=ü", { method: "POST", headers: token, body: "{}" }],
  ["a fragment", "getTemplates#part", { method: "POST", headers: token, body: "{}" }],
  ["no token", "getPassInfo", { method: "POST", body: card }],
  ["credentials elsewhere", "getPassInfo", { method: "POST", headers: { authorization: "Bearer x" }, body: card }],
  [
    "another API's key",
    "getPassInfo",
    { method: "POST", headers: { "X-API-Key": "x", cookie: "token=1" }, body: card },
  ],
  [
    "a wrong token and a large body",
    "usePass",
    { method: "POST", headers: { "x-access-token": "?" }, body: "x".repeat(99_999) },
  ],
  ["a body that is too large", "usePass", { method: "POST", headers: token, body: "x".repeat(1024 * 1024 + 1) }],
  [
    "a compressed body",
    "usePass",
    { method: "POST", headers: { ...token, "content-encoding": "gzip" }, body: gzipSync(use) },
  ],
  ["malformed JSON", "usePass", { method: "POST", headers: token, body: "{" }],
  ["a form", "usePass", { method: "POST", headers: token, body: new URLSearchParams({ sum: "1" }) }],
  ["GET", "getTemplates", { headers: token }],
  ["HEAD", "getTemplates", { method: "HEAD", headers: token }],
  ["PUT", "getTemplates", { method: "PUT", headers: token, body: card }],
  ["OPTIONS", "getTemplates", { method: "OPTIONS" }],
  ["OPTIONS for an unknown method", "nothing", { method: "OPTIONS" }],
  ["an unknown method", "getTemplate", { method: "POST", headers: token }],
  ["a slash at the end", "getPassInfo/", { method: "POST", headers: token, body: card }],
  [
    "another profile",
    "getPassInfo",
    { method: "POST", headers: { ...token, "x-luna-profile": "envelope=array,errorStatus=4xx" }, body: card },
  ],
  ["a status of 401", "getPassInfo", { method: "POST", headers: { "x-luna-profile": "errorStatus=4xx" }, body: card }],
  [
    "an unknown switch value",
    "getPassInfo",
    { method: "POST", headers: { ...token, "x-luna-profile": "envelop=array" }, body: card },
  ],
  ["rules", "getPassInfo", { method: "POST", headers: { ...token, "x-luna-explain": "1" }, body: card }],
  ["a preflight without --cors", "getPassInfo", { method: "OPTIONS", headers: preflight }],
  ["a preflight", "getPassInfo", { method: "OPTIONS", headers: preflight }, { cors: pages }],
  ["a preflight for all pages", "getPassInfo", { method: "OPTIONS", headers: preflight }, { cors: "*" }],
  ["a preflight that asks for nothing", "getPassInfo", { method: "OPTIONS" }, { cors: "*" }],
  [
    "a page's request",
    "getPassInfo",
    { method: "POST", headers: { ...token, origin: pages }, body: card },
    { cors: pages },
  ],
  ["a request of any page", "getPassInfo", { method: "POST", headers: token, body: card }, { cors: "*" }],
  [
    "--public-url",
    "getPassInfo",
    { method: "POST", headers: token, body: card },
    { publicUrl: "https://luna.example.com" },
  ],
  ["--explain", "getPassInfo", { method: "POST", headers: token, body: card }, { explain: true }],
];

/** Headers of a connection or of a single request. */
const own = new Set(["connection", "keep-alive", "date", "x-luna-request-id"]);

/** Returns the response and its log entry, with equal URLs and ids. */
async function seen(server: LunaServer, response: Response) {
  const headers = [...response.headers].filter(([name]) => !own.has(name)).sort();
  const { status, statusText, ok, redirected, type, url } = response;
  expect(response.headers.get("x-luna-request-id")).toMatch(/^\w+-\d+$/);
  const text = await response.text();
  const entries = await server.services.requests.find({ sandboxId: "default", limit: 10 });
  const logged = [...entries.entries].map(({ requestId: _id, at: _at, durationMs: _ms, ...entry }) => entry);
  return JSON.stringify({ status, statusText, ok, redirected, type, url, headers, text, logged }).replaceAll(
    server.url,
    "<url>",
  );
}

async function fresh(options: LunaServerOptions): Promise<LunaServer> {
  return startServer({ fixture: "demo", now, realNow: () => 0, strict: true, ...options });
}

for (const [what, path, init, options = {}] of table)
  test(`responses with and without a socket are equal: ${what}`, async () => {
    const [one, other] = [await fresh(options), await fresh(options)];
    const over = await seen(one, await fetch(`${one.url}/api/v1/${path}`, init));
    const inside = await seen(other, await other.fetch(`/api/v1/${path}`, init));
    expect(JSON.parse(inside)).toEqual(JSON.parse(over));
  });

test("a request object, a URL and a path mean the same", async () => {
  const server = await fresh({});
  const init = { method: "POST", headers: token, body: card };
  const url = `${server.url}/api/v1/getPassInfo`;
  for (const input of [new Request(url, init), new URL(url), url, "/api/v1/getPassInfo"]) {
    const response = await server.fetch(input, input instanceof Request ? undefined : init);
    expect({ status: response.status, url: response.url }).toEqual({ status: 200, url });
    const copy = response.clone();
    expect({ url: copy.url, body: await copy.json() }).toEqual({ url, body: await response.json() });
  }
});

const stamps = async (server: LunaServer) => {
  const response = await server.fetch("/api/v1/getPassInfo", { method: "POST", headers: token, body: card });
  return ((await response.json()) as { totalStamps: number }).totalStamps;
};

test("a request with an aborted signal rejects with its reason", async () => {
  const server = await fresh({});
  const before = await stamps(server);
  const init = { method: "POST", headers: token, body: use };
  const reason = new Error("changed my mind");
  for (const url of [`${server.url}/api/v1/usePass`, "/api/v1/usePass"]) {
    const given = await server.fetch(url, { ...init, signal: AbortSignal.abort(reason) }).catch((error) => error);
    expect(given).toBe(reason);
    const error = await server.fetch(url, { ...init, signal: AbortSignal.abort() }).catch((error) => error);
    expect({ name: error.name, isDomException: error instanceof DOMException }).toEqual({
      name: "AbortError",
      isDomException: true,
    });
  }
  const asked = new Request(`${server.url}/api/v1/usePass`, { ...init, signal: AbortSignal.abort(reason) });
  await expect(server.fetch(asked)).rejects.toBe(reason);
  expect(await stamps(server)).toBe(before);
});

test("a request aborted during its body changes nothing", async () => {
  const server = await fresh({});
  const before = await stamps(server);
  const stop = new AbortController();
  const body = new ReadableStream({
    pull(controller) {
      controller.enqueue(Buffer.from(use));
      stop.abort();
      controller.close();
    },
  });
  const init = { method: "POST", headers: token, body, duplex: "half", signal: stop.signal } as RequestInit;
  await expect(server.fetch("/api/v1/usePass", init)).rejects.toMatchObject({ name: "AbortError" });
  expect(await stamps(server)).toBe(before);
});

test("a request aborted during its handling rejects at once", async () => {
  const server = await fresh({});
  const stop = new AbortController();
  const never = vi.spyOn(server.services.engine, "handle").mockImplementation(() => {
    stop.abort();
    return new Promise(() => undefined);
  });
  const init = { method: "POST", headers: token, body: use, signal: stop.signal };
  await expect(fetchInProcess(server.services.vendor, server.url, "/api/v1/usePass", init)).rejects.toMatchObject({
    name: "AbortError",
  });
  never.mockRestore();
});
