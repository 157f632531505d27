/** close() finishes responses, closes idle connections and accepts no new requests. */
import { once } from "node:events";
import { Agent, createServer, get, type IncomingMessage, request, type ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import { expect, onTestFinished, test, vi } from "vitest";
import { createApp } from "../../mock-server/http/app.js";
import { Connections } from "../../mock-server/http/listen.js";
import { createLunaServer, defaultProfile, ServerClosedError } from "../../mock-server/index.js";
import { recordsOfState } from "../../mock-server/state/state.js";
import { MemoryStore } from "../../mock-server/store/memory/store.js";
import { listening } from "../support/listening.js";
import { startServer } from "../support/sandbox.js";

/** More bytes than the buffers of a connection hold. */
const large = 64 * 1024 * 1024;

/** Starts a server with tracked connections, and collects its requests. */
async function watched(handle: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer((request, response) => {
    connections.add(request, response);
    handle(request, response);
  });
  const connections = new Connections();
  connections.watch(server);
  const url = await listening(server);
  const close = (grace: number) => connections.close([server], grace);
  return { server, close, port: Number(new URL(url).port), url };
}

const endless = 2 ** 30;

test("a response that is being sent arrives as a whole", async () => {
  const { close, url } = await watched((_request, response) => response.end(Buffer.alloc(large)));
  const [answer] = (await once(get(url, { agent: new Agent({ keepAlive: true }) }), "response")) as [IncomingMessage];
  const closed = close(endless);
  expect((await buffer(answer)).length).toBe(large);
  expect(await closed).toBe(0);
});

test("a stop sends running responses and closes connections after them", async () => {
  const held: ServerResponse[] = [];
  const { server, close, port } = await watched((_request, response) => held.push(response));
  const socket = connect(port, "127.0.0.1");
  const arrived = once(server, "request");
  socket.write("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
  await arrived;
  const closed = close(endless);
  held[0]?.end("late");
  expect((await buffer(socket)).toString()).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*connection: close\r\n[\s\S]*late/i);
  expect(await closed).toBe(0);
});

test("a request that follows on a busy connection is its last", async () => {
  const held: ServerResponse[] = [];
  const { server, close, port } = await watched((_request, response) => {
    response.writeHead(200, { "content-length": 4 }).flushHeaders();
    held.push(response);
  });
  const socket = connect(port, "127.0.0.1");
  const text = buffer(socket);
  const first = once(server, "request");
  socket.write("GET /1 HTTP/1.1\r\nhost: a\r\n\r\n");
  await first;
  const closed = close(endless);
  const second = once(server, "request");
  socket.write("GET /2 HTTP/1.1\r\nhost: a\r\n\r\n");
  await second;
  held[0]?.end("one.");
  held[1]?.end("two.");
  expect((await text).toString()).toMatch(/one\.[\s\S]*connection: close[\s\S]*two\./i);
  expect(await closed).toBe(0);
});

test.each([
  ["has sent nothing", ""],
  ["has sent a part of a header", "GET / HTTP/1.1\r\nhost:"],
  ["has its answer", "GET / HTTP/1.1\r\nhost: a\r\n\r\n"],
  ["has asked for a tunnel", "CONNECT a:1 HTTP/1.1\r\nhost: a\r\n\r\n"],
])("a connection that %s is closed at once", async (_what, sent) => {
  const { server, close, port } = await watched((_request, response) => response.end("done"));
  server.on("connect", (_request, socket) => void socket.end("HTTP/1.1 405 No\r\n\r\n"));
  const accepted = once(server, "connection") as Promise<[Socket]>;
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true }).on("error", () => undefined);
  onTestFinished(() => void socket.destroy());
  const [serving] = await accepted;
  if (sent !== "") {
    socket.write(sent);
    await (/\r\n\r\n$/.test(sent) ? once(socket, "data") : once(serving, "data"));
  }
  expect(await close(endless)).toBe(0);
});

test("a connection whose client does not read is cut after the grace", async () => {
  const { close, url } = await watched((_request, response) => response.end(Buffer.alloc(large)));
  const [answer] = (await once(get(url), "response")) as [IncomingMessage];
  expect(await close(1)).toBe(1);
  await expect(buffer(answer)).rejects.toThrow("aborted");
});

test("a state export during close arrives completely", async () => {
  const clients = Array.from({ length: 20_000 }, (_, at) => ({
    id: at + 1,
    templateId: 1,
    sName: "D".repeat(999),
    fName: "J",
  }));
  const fixture = { formatVersion: 1 as const, templates: [{ id: 1, name: "T", type: 6 as const }], clients };
  const server = await startServer({ fixture });
  const [answer] = (await once(get(`${server.url}/_luna/sandboxes/default/state`), "response")) as [IncomingMessage];
  const closed = server.close();
  expect(JSON.parse((await buffer(answer)).toString()).clients).toHaveLength(clients.length);
  await closed;
});

test("the log counts requests that a stop cuts off", async () => {
  const lines: string[] = [];
  const server = await createLunaServer({ log: (line) => void lines.push(line) });
  const held = request(`${server.url}/api/v1/getTemplates`, {
    method: "POST",
    headers: { "content-length": 5, expect: "100-continue" },
  }).on("error", () => undefined);
  held.flushHeaders();
  await once(held, "continue");
  const { setTimeout: wait } = globalThis;
  const timers = vi
    .spyOn(globalThis, "setTimeout")
    .mockImplementation(((run: () => void, ms: number) => wait(run, ms === 5000 ? 0 : ms)) as typeof setTimeout);
  onTestFinished(() => timers.mockRestore());
  await server.close();
  expect(lines).toEqual(["aborted 1 running request 5 seconds after the stop began"]);
});

const token = "luna-demo-token";
const ask = { method: "POST", headers: { "x-access-token": token } };

test("after close every method of a server and its sandboxes rejects", async () => {
  const server = await createLunaServer({ fixture: "empty" });
  const sandbox = await server.sandbox();
  await server.close();
  const calls = {
    fetch: () => server.fetch("/api/v1/getTemplates", ask),
    fetchElsewhere: () => server.fetch("http://127.0.0.1:1/"),
    sandbox: () => server.sandbox(),
    report: () => server.report(),
    reset: () => sandbox.reset(),
    delete: () => sandbox.delete(),
    reportOfSandbox: () => sandbox.report(),
  };
  for (const [name, call] of Object.entries(calls)) {
    const error = await call().then(
      () => undefined,
      (error: unknown) => error,
    );
    expect({ name, error }).toEqual({ name, error: expect.any(ServerClosedError) });
    expect((error as Error).message).toBe("the server is closed");
  }
  await server.close();
});

test("calls that are under way when a server closes are finished", async () => {
  const server = await createLunaServer({ fixture: "empty" });
  const calls = [server.fetch("/api/v1/getTemplates", ask), server.sandbox({ id: "x" })] as const;
  const closed = server.close();
  const [answer, sandbox] = await Promise.all(calls);
  expect({ body: await answer.json(), id: sandbox.id }).toEqual({ body: { result: 1, templates: [] }, id: "x" });
  await closed;
});

test("an app of a closed server refuses changes with 503", async () => {
  const server = await createLunaServer({ fixture: "empty" });
  const url = await listening(createServer(createApp(server.services)));
  await server.close();
  const post = async (path: string) => {
    const answer = await fetch(`${url}${path}`, ask);
    return { status: answer.status, body: await answer.json() };
  };
  const closed = { status: 503, body: { error: "the server is closed" } };
  expect(await post("/api/v1/getTemplates")).toEqual({ status: 503, body: { message: "the server is closed" } });
  expect(await post("/_luna/sandboxes")).toEqual(closed);
  expect(await post("/_luna/sandboxes/default/reset")).toEqual(closed);
});

test("a closed store finishes running changes and refuses new changes", async () => {
  const done: string[] = [];
  const waiting: (() => void)[] = [];
  const slowly = (name: string) => async () => {
    await new Promise<void>((resolve) => waiting.push(resolve));
    done.push(name);
  };
  const store = new MemoryStore({
    attach: () => undefined,
    commit: () => undefined,
    create: slowly("create"),
    replace: async () => undefined,
    delete: slowly("delete"),
    close: async () => void done.push("close"),
  });
  const now = "2026-01-15T12:00:00.000Z";
  const origin = { fixture: "empty", seed: 1, now, profile: defaultProfile };
  const records = (id: string) =>
    recordsOfState({ formatVersion: 1 }, { ...origin, newToken: (company) => id + company });
  const create = (id: string) => store.createSandbox({ id, origin, createdAt: now, expiresAt: null }, records(id));
  const goOn = () => waiting.shift()?.();
  const first = create("a");
  goOn();
  await first;
  const deleted = store.deleteSandbox("a");
  const late = store.transaction("a", async () => undefined);
  const created = create("b");
  const closed = store.close();
  await expect(create("c")).rejects.toThrow("the server is closed");
  goOn();
  goOn();
  await Promise.all([deleted, created, closed]);
  await expect(late).rejects.toThrow("the server is closed");
  expect(done).toEqual(["create", "delete", "create", "close"]);
});
