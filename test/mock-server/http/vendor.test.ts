import { createServer, request as httpRequest } from "node:http";
import { connect } from "node:net";
import express from "express";
import { expect, onTestFinished, test } from "vitest";
import { createApp } from "../../../mock-server/http/app.js";
import { listening } from "../../support/listening.js";
import { testServer } from "../../support/sandbox.js";

const token = "luna-demo-token";
const headers = { "x-access-token": token };
const demo = { fixture: "demo" } as const;

async function post(url: string, body: string | Uint8Array, more: Record<string, string> = {}) {
  const response = await fetch(url, { method: "POST", headers: { ...headers, ...more }, body });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: JSON.parse(text) as Record<string, unknown> };
}

test("a verb other than POST gets 405 with Allow", async () => {
  const { url } = await testServer();
  for (const method of ["GET", "PUT", "DELETE", "PATCH"]) {
    const response = await fetch(`${url}/api/v1/getTemplates`, { method, headers });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("POST, OPTIONS");
    expect(await response.json()).toEqual({ message: "getTemplates is called with POST" });
  }
  expect((await fetch(`${url}/api/v1/getTemplates`, { method: "HEAD" })).status).toBe(405);
});

test.each([
  ["getTemplate", "did you mean getTemplates?"],
  ["gettemplates", "did you mean getTemplates?"],
  ["usePas", "did you mean usePass?"],
  ["x", "the methods are getTemplates, createClient"],
  ["", "the methods are"],
  ["getTemplates/", "did you mean getTemplates? remove the extra slash"],
  ["/usePass", "did you mean usePass? remove the extra slash"],
  ["getPassInfo//", "did you mean getPassInfo? remove the extra slash"],
  ["../../etc/passwd", "the methods are"],
  ["__proto__", "the methods are"],
  [encodeURIComponent("<ü>\n"), "the methods are"],
])("an unknown method, %j, is 404 with the nearest name", async (name, hint) => {
  const { url } = await testServer();
  const response = await new Promise<{ status: number; why: string; text: string }>((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const sent = httpRequest({ hostname, port, path: `/api/v1/${name}`, method: "POST", headers }, (answer) => {
      let text = "";
      answer.on("data", (chunk) => {
        text += chunk;
      });
      answer.on("end", () =>
        resolve({ status: answer.statusCode ?? 0, why: String(answer.headers["x-luna-why"]), text }),
      );
    });
    sent.on("error", reject);
    sent.end("{}");
  });
  expect(response.status).toBe(404);
  expect(response.text).toContain(hint);
  expect(response.why).toContain(hint);
  expect(response.why).toMatch(/^[\x20-\x7e]{1,512}$/);
});

test("a query string is not part of the method's name", async () => {
  const { url } = await testServer(demo);
  expect((await post(`${url}/api/v1/getTemplates?x=1`, "{}")).body.result).toBe(1);
});

test("a body of 1 MiB is taken, one byte more is 413", async () => {
  const { url } = await testServer(demo);
  const fill = (length: number) => {
    const start = '{"passSerialNumber":"297150-586-203","pad":"';
    return `${start}${"x".repeat(length - start.length - 2)}"}`;
  };
  expect((await post(`${url}/api/v1/getPassInfo`, fill(1024 * 1024))).body.result).toBe(1);
  const large = await post(`${url}/api/v1/getPassInfo`, fill(1024 * 1024 + 1));
  expect(large.status).toBe(413);
  expect(large.body).toEqual({ message: "the body is larger than 1048576 bytes" });
});

test("an endless body is cut off and blocks no other request", async () => {
  const { url } = await testServer(demo);
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => {
    socket.destroy();
  });
  const closed = new Promise<void>((resolve) => socket.on("close", () => resolve()));
  socket.on("error", () => undefined);
  socket.write(
    `POST /api/v1/usePass HTTP/1.1\r\nHost: x\r\nx-access-token: ${token}\r\nTransfer-Encoding: chunked\r\n\r\n`,
  );
  const chunk = `10000\r\n${"x".repeat(0x10000)}\r\n`;
  const pour = () => {
    while (socket.writable && socket.write(chunk));
    if (socket.writable) socket.once("drain", pour);
  };
  pour();
  expect((await post(`${url}/api/v1/getTemplates`, "{}")).body.result).toBe(1);
  await closed;
});

test.each([
  ["malformed JSON", '{"passSerialNumber":', "the body is malformed JSON"],
  ["an array", "[]", "the body is not a JSON object"],
  ["null", "null", "the body is not a JSON object"],
  ["a number", "7", "the body is not a JSON object"],
  ["a string", '"x"', "the body is not a JSON object"],
  ["no UTF-8", new Uint8Array([0x7b, 0xff, 0x7d]), "the body is not UTF-8"],
  ["deeply nested", `${"[".repeat(100_000)}`, "the body is malformed JSON"],
])("a body that is %s is refused as error 4", async (_what, body, why) => {
  const { url } = await testServer(demo);
  const answer = await post(`${url}/api/v1/getPassInfo`, body);
  expect(answer.body).toEqual({ error: 4 });
  expect(answer.headers.get("x-luna-why")).toBe(why);
});

test("no body at all is an object without parameters", async () => {
  const { url } = await testServer(demo);
  const answer = await post(`${url}/api/v1/getPassInfo`, "");
  expect(answer.body).toEqual({ error: 4 });
  expect(answer.headers.get("x-luna-why")).toBe("passSerialNumber is missing, null or empty");
});

test("keys that belong to objects themselves are ordinary unknown keys", async () => {
  const { url } = await testServer(demo);
  const body = '{"__proto__":{"passSerialNumber":"297150-586-203"},"constructor":1,"toString":2}';
  expect((await post(`${url}/api/v1/getPassInfo`, body)).body).toEqual({ error: 4 });
});

test("the token is checked before the body, the method before the token", async () => {
  const { url } = await testServer();
  const answer = await post(`${url}/api/v1/getPassInfo`, "{", { "x-access-token": "wrong" });
  expect(answer.body).toEqual({ error: 1 });
  expect((await post(`${url}/api/v1/nothing`, "{", { "x-access-token": "wrong" })).status).toBe(404);
});

test("a compressed body is 415", async () => {
  const { url } = await testServer();
  expect((await post(`${url}/api/v1/getPassInfo`, "x", { "content-encoding": "gzip" })).status).toBe(415);
});

test("content type, extra headers and a token key are ignored", async () => {
  const { url } = await testServer(demo);
  const body = JSON.stringify({ passSerialNumber: "297150-586-203", token: "secret" });
  const answer = await post(`${url}/api/v1/getPassInfo`, body, { "content-type": "text/plain", "x-api-key": "k" });
  expect(answer.body.result).toBe(1);
});

test("every response has a unique request id", async () => {
  const { url } = await testServer();
  const ids = new Set<string | null>();
  for (const [path, method] of [
    ["/api/v1/getTemplates", "POST"],
    ["/api/v1/getTemplates", "GET"],
    ["/api/v1/getTemplates", "OPTIONS"],
    ["/api/v1/nothing", "POST"],
    ["/_luna/health", "GET"],
    ["/", "GET"],
    ["/nowhere", "GET"],
  ] as const) {
    ids.add((await fetch(url + path, { method })).headers.get("x-luna-request-id"));
  }
  expect(ids.size).toBe(7);
  expect(ids).not.toContain(null);
});

test("CORS: OPTIONS allows pages only with --cors", async () => {
  const closed = await testServer();
  const plain = await fetch(`${closed.url}/api/v1/getTemplates`, { method: "OPTIONS" });
  expect(plain.status).toBe(204);
  expect(plain.headers.get("allow")).toBe("POST, OPTIONS");
  expect(plain.headers.get("access-control-allow-origin")).toBeNull();
  const open = await testServer({ ...demo, cors: "https://shop.example.com" });
  const preflight = await fetch(`${open.url}/api/v1/getTemplates`, { method: "OPTIONS" });
  expect(preflight.headers.get("access-control-allow-origin")).toBe("https://shop.example.com");
  expect(preflight.headers.get("access-control-allow-headers")).toContain("x-access-token");
  const answer = await post(`${open.url}/api/v1/getTemplates`, "{}");
  expect(answer.headers.get("access-control-allow-origin")).toBe("https://shop.example.com");
  expect((await fetch(`${open.url}/_luna/health`)).headers.get("access-control-allow-origin")).toBeNull();
});

test("URLs in responses begin with the request's host or --public-url", async () => {
  const server = await testServer(demo);
  const body = JSON.stringify({ passSerialNumber: "297150-586-203" });
  const here = await post(`${server.url}/api/v1/getPassInfo`, body);
  expect(here.body.image).toBe(`${server.url}/_luna/s/default/cards/297150-586-203/stamps.svg`);
  const named = await post(`${server.url.replace("127.0.0.1", "localhost")}/api/v1/getPassInfo`, body);
  expect(named.body.image).toMatch(/^http:\/\/localhost:/);
  const behind = await testServer({ ...demo, publicUrl: "https://luna.example.com/box" });
  const there = await post(`${behind.url}/api/v1/getPassInfo`, body);
  expect(there.body.image).toBe("https://luna.example.com/box/_luna/s/default/cards/297150-586-203/stamps.svg");
});

test("CORS: a preflight allows the headers that it asks for", async () => {
  const origin = "https://shop.example.com";
  for (const cors of [origin, "*"]) {
    const { url } = await testServer({ ...demo, cors });
    const preflight = async (asked: string) => {
      const headers = { origin, "access-control-request-headers": asked };
      return (await fetch(`${url}/api/v1/usePass`, { method: "OPTIONS", headers })).headers;
    };
    for (const asked of ["traceparent,x-access-token,x-requested-with", "content-type, x-b3-traceid", "x"]) {
      const allowed = await preflight(asked);
      expect(allowed.get("access-control-allow-headers")).toBe(asked);
      expect(allowed.get("vary")).toBe(
        cors === "*" ? "access-control-request-headers" : "origin, access-control-request-headers",
      );
    }
    for (const asked of ["a b", "a;b", "<x>", "a,,b", "x".repeat(101), Array.from({ length: 51 }, () => "x").join()])
      expect((await preflight(asked)).get("access-control-allow-headers")).toContain("x-access-token");
    const answer = await fetch(`${url}/api/v1/getTemplates`, { method: "POST", headers: { ...headers, origin } });
    expect(answer.headers.get("vary")).toBe(cors === "*" ? null : "origin");
  }
});

test("the mounted Express app sends the same responses", async () => {
  const { services } = await testServer(demo);
  const app = express();
  app.use("/luna", createApp(services));
  const url = `${await listening(createServer(app))}/luna`;
  const { body } = await post(`${url}/api/v1/getPassInfo`, JSON.stringify({ passSerialNumber: "297150-586-203" }));
  expect(body.image).toBe(`${url}/_luna/s/default/cards/297150-586-203/stamps.svg`);
  expect((await fetch(String(body.image))).status).toBe(200);
  expect((await fetch(`${url}/_luna/health`)).status).toBe(200);
});

test.each([
  ["/getTemplates", "did you mean POST /api/v1/getTemplates?"],
  ["/v1/usepass", "did you mean POST /api/v1/usePass?"],
  ["/api/v2/getPassInfo", "did you mean POST /api/v1/getPassInfo?"],
  ["/api/v1", "GET / lists the addresses"],
  ["/usePass/", "did you mean POST /api/v1/usePass?"],
  ["/_luna/sandboxes/default/snapshot", "did you mean …/snapshots?"],
  ["/_luna/sandboxes/default/request", "did you mean …/requests?"],
  ["/_luna/sandboxes/default/nothing/at/all", "GET / lists the addresses"],
])("an unknown path suggests a near path: %s", async (path, hint) => {
  const { url } = await testServer();
  const answer = await fetch(url + path, { method: "POST" });
  expect({ status: answer.status, body: await answer.json() }).toEqual({
    status: 404,
    body: { error: `not found; ${hint}` },
  });
});

test.each([
  ["passSerialNumber=297150-586-203&numberStumps=1", "the body is a form, not JSON"],
  ['--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--', "the body is a multipart form, not JSON"],
  ['{"a": 1', "the body is malformed JSON"],
])("an invalid body is refused with its kind: %j", async (body, why) => {
  const { url } = await testServer(demo);
  const answer = await post(`${url}/api/v1/usePass`, body);
  expect({ body: answer.body, why: answer.headers.get("x-luna-why") }).toEqual({
    body: { error: 4 },
    why: why,
  });
});
