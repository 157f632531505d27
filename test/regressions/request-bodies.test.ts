/** Unwanted, endless and too many simultaneous bodies. */
import { createServer } from "node:http";
import { connect, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { createApp } from "../../mock-server/http/app.js";
import { BodyBudget } from "../../mock-server/http/receive-body.js";
import { listening } from "../support/listening.js";
import { rawRequest } from "../support/raw-request.js";
import { testServer } from "../support/sandbox.js";

const token = "luna-demo-token";
const demo = { fixture: "demo" } as const;
const large = 1024 * 1024;

/** Timeout for a busy machine, in milliseconds. */
const patient = { timeout: 100_000 };

/** Opens a connection and collects its responses. */
function opened(url: string) {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  let text = "";
  socket.on("error", () => undefined);
  socket.on("data", (data: Buffer) => {
    text += data.toString("latin1");
  });
  const until = (pattern: RegExp) => expect.poll(() => text, patient).toMatch(pattern);
  return { socket, until, text: () => text, closed: new Promise((resolve) => socket.once("close", resolve)) };
}

const head = (path: string, headers: Record<string, string | number>, verb = "POST") =>
  `${verb} ${path} HTTP/1.1\r\nhost: localhost\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("")}\r\n`;

const json = (text: string) => JSON.parse(text.slice(text.lastIndexOf("\r\n\r\n")));

/** Returns a valid body of getPassInfo with a given length. */
const filled = (length: number) => {
  const start = '{"passSerialNumber":"297150-586-203","pad":"';
  return `${start}${"x".repeat(length - start.length - 2)}"}`;
};

test.each<[string, string, string, object]>([
  ["a wrong token", "POST", "getPassInfo", { error: 1 }],
  ["an unknown method", "POST", "getPassInfos", { message: "unknown method; did you mean getPassInfo?" }],
  ["another verb", "PUT", "getPassInfo", { message: "getPassInfo is called with POST" }],
])("without a valid token %s is answered before the body comes", async (_what, verb, method, answer) => {
  const { url } = await testServer(demo);
  for (const headers of [{ "x-access-token": "wrong" }, { "x-access-token": "" }, {}] as Record<string, string>[]) {
    for (const length of [{ "content-length": large }, { "transfer-encoding": "chunked" }] as object[]) {
      const { socket, until, text } = opened(url);
      socket.write(head(`/api/v1/${method}`, { ...headers, ...length }, verb));
      await until(/\}$/);
      expect(json(text())).toEqual(answer);
    }
  }
});

test("large and small bodies without a valid token get equal responses", async () => {
  const { url, services } = await testServer(demo);
  const answers = [];
  for (const body of ["{}", filled(large), filled(2 * large)]) {
    const headers = { "x-access-token": "wrong" };
    const {
      status,
      headers: got,
      text,
    } = await rawRequest(`${url}/api/v1/getPassInfo`, { method: "POST", headers, body });
    const { "x-luna-request-id": id, date: _date, ...same } = got;
    answers.push({ status, same, text });
    const explained = await services.requests.get("default", String(id));
    expect(explained.request).toEqual(body.length > 16 * 1024 ? "[not read]" : {});
  }
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
});

test("a connection is used again after a body that was not read", async () => {
  const { url } = await testServer(demo);
  const { socket, until, text } = opened(url);
  socket.write(head("/api/v1/getPassInfo", { "x-access-token": "wrong", "content-length": large }));
  await until(/\{"error":1\}$/);
  socket.write("x".repeat(large));
  socket.write(head("/api/v1/getTemplates", { "x-access-token": token, "content-length": 2 }));
  socket.write("{}");
  await until(/\{"result":1,"templates":.*\}$/);
  expect(text().match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
});

test("an endless body without a valid token is cut off", async () => {
  const { url } = await testServer(demo);
  const { socket, until, closed } = opened(url);
  socket.write(head("/api/v1/getPassInfo", { "x-access-token": "wrong", "transfer-encoding": "chunked" }));
  await until(/\{"error":1\}$/);
  const chunk = `10000\r\n${"x".repeat(0x10000)}\r\n`;
  const pour = () => {
    while (socket.writable && socket.write(chunk));
    if (socket.writable) socket.once("drain", pour);
  };
  pour();
  await closed;
});

test("a client that waits for 100 does not send an unwanted body", async () => {
  const { url } = await testServer({ ...demo, adminToken: "secret" });
  const at = async (path: string, headers: Record<string, string | number>, verb = "POST") => {
    const { socket, until, text } = opened(url);
    socket.write(head(path, { ...headers, expect: "100-continue" }, verb));
    await until(/\}$/);
    return { text: text(), lines: text().match(/HTTP\/1\.1 \d+/g), isClosing: /connection: close/i.test(text()) };
  };
  const wrong = await at("/api/v1/getPassInfo", { "x-access-token": "wrong", "content-length": large });
  expect({ lines: wrong.lines, isClosing: wrong.isClosing, json: json(wrong.text) }).toEqual({
    lines: ["HTTP/1.1 200"],
    isClosing: true,
    json: { error: 1 },
  });
  const huge = await at("/api/v1/getPassInfo", { "x-access-token": token, "content-length": large + 1 });
  expect({ lines: huge.lines, isClosing: huge.isClosing }).toEqual({ lines: ["HTTP/1.1 413"], isClosing: true });
  const control = await at("/_luna/sandboxes", { "content-length": large });
  expect({ lines: control.lines, isClosing: control.isClosing }).toEqual({ lines: ["HTTP/1.1 401"], isClosing: true });
});

test.each([
  ["/api/v1/getPassInfo", filled(100_000), { "x-access-token": token }, "200"],
  ["/api/v1/getPassInfo", filled(100), { "x-access-token": token }, "200"],
  ["/_luna/sandboxes", '{"id": "waited"}', {}, "201"],
])("a client that waits for 100 gets it: %s", async (path, body, headers, status) => {
  const { url } = await testServer(demo);
  const { socket, until, text } = opened(url);
  socket.write(head(path, { ...headers, "content-length": body.length, expect: "100-continue" }));
  await until(/^HTTP\/1\.1 100 Continue\r\n\r\n$/);
  socket.write(body);
  await until(/\}$/);
  expect(text()).toContain(`HTTP/1.1 ${status} `);
});

/** Starts an app with little memory for bodies. */
async function withBudget(bytes: number) {
  const { services } = await testServer(demo);
  const bodies = new BodyBudget(bytes);
  const server = createServer(createApp({ ...services, bodies, vendor: { ...services.vendor, bodies } }));
  return { url: await listening(server), services };
}

const ask = (url: string, length: number) =>
  rawRequest(`${url}/api/v1/getPassInfo`, {
    method: "POST",
    headers: { "x-access-token": token },
    body: filled(length),
  });

test.each([
  ["the vendor's path", "/api/v1/getPassInfo"],
  ["the control plane", "/_luna/sandboxes"],
])("unfinished bodies on %s stay within the memory for bodies", async (_what, path) => {
  const { url, services } = await withBudget(200_000);
  expect((await ask(url, 150_000)).status).toBe(200);
  const { socket } = opened(url);
  socket.write(head(path, { "x-access-token": token, "content-length": large }) + filled(large).slice(0, 150_000));
  // Reserved bytes are released when they have arrived.
  await expect.poll(async () => (await ask(url, 150_000)).status, patient).toBe(503);
  const refused = await ask(url, 150_000);
  expect(refused.headers["retry-after"]).toBe("1");
  expect(JSON.parse(refused.text)).toEqual({ message: expect.stringMatching(/try again/) });
  const { request, refusedBy } = await services.requests.get("default", String(refused.headers["x-luna-request-id"]));
  expect({ request, id: refusedBy?.id }).toEqual({ request: "[omitted]", id: "request.size" });
  const state = JSON.stringify({ id: "pad", fixture: "empty" }).padEnd(150_000);
  const control = await rawRequest(`${url}/_luna/sandboxes`, { method: "POST", body: state });
  expect({ status: control.status, body: JSON.parse(control.text) }).toEqual({
    status: 503,
    body: { error: expect.stringMatching(/retry later/) },
  });
  expect(control.headers["retry-after"]).toBe("1");
  expect((await ask(url, 10_000)).status).toBe(200);
  socket.destroy();
  await expect.poll(async () => (await ask(url, 150_000)).status, patient).toBe(200);
});

test("tiny pieces of a body count with their real memory", async () => {
  const { url } = await withBudget(0);
  const { socket, until } = opened(url);
  socket.write(head("/api/v1/getPassInfo", { "x-access-token": token, "transfer-encoding": "chunked" }));
  socket.write("1\r\n \r\n".repeat(100));
  await until(/HTTP\/1\.1 503 /);
});

test("an upload without the admin token is refused before its body", async () => {
  const { url } = await testServer({ adminToken: "secret" });
  const { socket, until } = opened(url);
  socket.write(head("/_luna/sandboxes/default/state", { "content-length": large }, "PUT"));
  await until(/HTTP\/1\.1 401 [\s\S]*the admin token is missing/);
});

test("a control-plane body of more than 64 MiB is 413", async () => {
  const { url } = await testServer();
  const body = " ".repeat(64 * 1024 * 1024 + 1);
  const { status, text } = await rawRequest(`${url}/_luna/sandboxes/default/state`, { method: "PUT", body });
  expect({ status, body: JSON.parse(text) }).toEqual({
    status: 413,
    body: { error: "the body must have at most 64 MiB; start the server with a higher --max-body" },
  });
});

test("a control-plane body without end gets a response and is cut off", async () => {
  const { url } = await testServer();
  const { socket, text, closed } = opened(url);
  socket.write(head("/_luna/sandboxes/default/state", { "transfer-encoding": "chunked" }, "PUT"));
  const chunk = `100000\r\n${" ".repeat(large)}\r\n`;
  let sent = 0;
  const pour = () => {
    while (socket.writable && sent < 1000 && socket.write(chunk)) sent += 1;
    if (socket.writable && sent < 1000) socket.once("drain", pour);
    else if (sent === 1000) socket.destroy();
  };
  pour();
  await closed;
  expect(text()).toContain("413 Payload Too Large");
  expect(sent).toBeLessThan(1000);
});

test("a compressed control-plane body is 415", async () => {
  const { url } = await testServer();
  const headers = { "content-encoding": "gzip" };
  expect((await rawRequest(`${url}/_luna/sandboxes`, { method: "POST", headers, body: "x" })).status).toBe(415);
});

test.each<[string, (socket: Socket) => void]>([
  ["breaks off", (socket) => socket.destroy()],
  ["sends too much", (socket) => void socket.write("x".repeat(large))],
])("the share of a body that %s is given back", async (_what, end) => {
  const { url } = await withBudget(large);
  const { socket } = opened(url);
  const length = { "content-length": 2 * large };
  socket.write(head("/api/v1/getPassInfo", { "x-access-token": token, ...length }) + filled(large - 200_000));
  await expect.poll(async () => (await ask(url, 500_000)).status, patient).toBe(503);
  end(socket);
  await expect.poll(async () => (await ask(url, 500_000)).status, patient).toBe(200);
});
