import { createServer } from "node:http";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import express from "express";
import { expect, test } from "vitest";
import { createApp } from "../../mock-server/http/app.js";
import { createLunaServer } from "../../mock-server/index.js";
import { listening } from "../support/listening.js";
import { setup, startServer } from "../support/sandbox.js";

const stampCard = "297150-586-203";

// The parser had read the body already, so the request waited for its end for ever.
test.each([
  ["json", express.json()],
  ["text", express.text({ type: () => true })],
  ["raw", express.raw({ type: () => true })],
])("the app works behind a body parser (%s)", async (_name, parser) => {
  const luna = await startServer({ strict: true });
  const host = express();
  host.use(parser);
  host.use(createApp(luna.services));
  const url = await listening(createServer(host));
  const call = async (body?: object) => {
    const response = await fetch(`${url}/api/v1/getPassInfo`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-access-token": "luna-demo-token" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (await response.json()) as object;
  };
  expect(await call({ passSerialNumber: stampCard })).toMatchObject({ result: 1, type: 0 });
  expect(await call()).toEqual({ error: 4 });
  // The parser has unpacked it.
  const packed = await fetch(`${url}/api/v1/getPassInfo`, {
    method: "POST",
    headers: { "content-type": "application/json", "content-encoding": "gzip", "x-access-token": "luna-demo-token" },
    body: gzipSync(JSON.stringify({ passSerialNumber: stampCard })),
  });
  expect(await packed.json()).toMatchObject({ result: 1 });

  const control = (body: string) =>
    fetch(`${url}/_luna/sandboxes/default/clock`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body,
    });
  expect(await (await control('{"now": "2026-01-15T12:00:00Z"}')).json()).toMatchObject({ frozen: true });
  expect((await control("{")).status).toBe(400);
});

test("the card page works behind a proxy", async () => {
  const server = await startServer({ publicUrl: "https://luna.example.com/shop" });
  const card = `${server.url}/_luna/s/default/cards/297150-586-210`;
  const page = await (await fetch(card)).text();
  expect(page).toContain('action="297150-586-210/install"');
  expect(page).toContain('src="297150-586-210/stamps.svg"');
  const install = (origin: string) =>
    fetch(`${card}/install`, { method: "POST", headers: { origin }, redirect: "manual" });
  const pressed = await install("https://luna.example.com");
  expect({ status: pressed.status, location: pressed.headers.get("location") }).toEqual({
    status: 303,
    location: "../297150-586-210",
  });
  expect((await install("https://evil.example.com")).status).toBe(403);
});

test("a control plane on an IPv6 address accepts that Host", async () => {
  const server = await startServer({ host: "::ffff:127.0.0.1", adminToken: "a-token-of-16-characters" });
  expect((await fetch(`${server.url}/_luna/health`)).status).toBe(200);
});

test.each(["luna:4010", "[::1]:4010", "https://luna", "*", "*.luna.test", ".luna.test", "luna/"])(
  "an allowed host that never matches is refused: %s",
  async (name) => {
    await expect(createLunaServer({ allowedHosts: [name] })).rejects.toThrow(
      /\(--allowed-host\) must be names or addresses/,
    );
  },
);

test("a reset restores the fixed tokens of default", async () => {
  const server = await startServer({ fixture: "empty" });
  const { sandboxes } = server.services;
  await sandboxes.putState("default", { formatVersion: 1, companies: [{ id: "a" }, { id: "b" }] });
  const { companies } = await sandboxes.reset("default");
  expect(companies.map(({ token }) => token)).toEqual(["luna-demo-token", "luna-rival-token"]);
});

/** Sends raw bytes and returns all responses. */
const exchange = (url: string, bytes: string) =>
  new Promise<string>((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1", () => socket.write(bytes));
    const chunks: Buffer[] = [];
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    socket.on("end", () => resolve(Buffer.concat(chunks).toString()));
    socket.on("error", reject);
  });

test.each([
  ["no Host", "POST /api/v1/getTemplates HTTP/1.1\r\nconnection: close\r\n\r\n", 200],
  [
    "an unknown Expect",
    "POST /api/v1/getTemplates HTTP/1.1\r\nhost: a\r\nexpect: wonders\r\nconnection: close\r\n\r\n",
    200,
  ],
  ["headers without end", `POST / HTTP/1.1\r\nhost: a\r\nx: ${"x".repeat(20_000)}\r\n\r\n`, 431],
  ["no HTTP at all", "hello\r\n\r\n", 400],
])("a request with %s is answered, with a request id", async (_what, bytes, status) => {
  const { server } = await setup();
  const text = await exchange(server.url, bytes);
  expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(text).toMatch(/x-luna-request-id: \S+/i);
});

// The request log lacked them, although they are common mistakes.
test("the request log has wrong verbs, unknown methods and invalid tokens", async () => {
  const { server, token, control } = await setup();
  const call = (path: string, method: string, sent: string) =>
    fetch(`${server.url}/api/v1/${path}`, { method, headers: { "x-access-token": sent } });
  await call("getTemplates", "GET", token);
  await call("getTemplate", "POST", token);
  const { requests: entries } = (await control("GET", "/requests")).body;
  expect(
    entries.map(({ verb, name, status, rules }: Record<string, unknown>) => ({ verb, name, status, rules })),
  ).toEqual([
    { verb: "POST", name: "getTemplate", status: 404, rules: ["request.method"] },
    { verb: "GET", name: "getTemplates", status: 405, rules: ["request.verb"] },
  ]);
  const stranger = (await call("getTemplates", "POST", "nobody's")).headers.get("x-luna-request-id");
  const why = await (await fetch(`${server.url}/_luna/sandboxes/default/requests/${stranger}`)).json();
  expect(why).toMatchObject({ response: { error: 1 }, refusedBy: { id: "request.token", level: "documented" } });
});

test.each([
  [{ passSerialNumber: stampCard, numberStumps: 1, sum: 5, action: "foo", junk: 1 }, ["sum", "action", "junk"]],
  [{ passSerialNumber: "297150-586-204", action: "accruePoints", sum: 1, numberStumps: 1 }, ["numberStumps"]],
])("parameters of another card type are unread keys: usePass %j", async (request, unread) => {
  const { call, control } = await setup();
  expect((await call("usePass", request)).body).toEqual({ result: 1 });
  expect((await control("GET", "/requests?limit=1")).body.requests[0].unreadKeys).toEqual(unread);
});

test("keys that the push segment does not read are unread keys", async () => {
  const { call, control } = await setup();
  const push = { pushSegment: "oneClient", passSerialNumber: stampCard, messageText: "Hi", idTemplate: 1, page: 1 };
  expect((await call("sendInfoPush", push)).body).toEqual({ result: 1 });
  expect((await control("GET", "/requests?limit=1")).body.requests[0].unreadKeys).toEqual(["idTemplate", "page"]);
});
