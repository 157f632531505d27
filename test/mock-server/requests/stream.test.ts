import { request as httpRequest, type IncomingMessage } from "node:http";
import { setImmediate } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { heartbeatMs } from "../../../mock-server/control/request-stream.js";
import type { LunaServer } from "../../../mock-server/index.js";
import { setup, testServer } from "../../support/sandbox.js";

interface SentEvent {
  readonly event: string;
  readonly id: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads any field of the data
  readonly data: any;
}

/** Parses an event or a comment. */
function parseEvent(text: string): SentEvent {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(text)?.[1];
  const data = field("data");
  return { event: field("event") ?? text, id: field("id"), data: data === undefined ? undefined : JSON.parse(data) };
}

/** Opens a stream. It is aborted after the test. */
async function openStream(server: LunaServer, id: string, query = "", headers: Record<string, string> = {}) {
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const response = await fetch(`${server.url}/_luna/sandboxes/${id}/requests?stream=1${query}`, {
    headers,
    signal: abort.signal,
  });
  const events = (async function* () {
    let rest = "";
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const parts = (rest + chunk).split("\n\n");
      rest = parts.pop() ?? "";
      yield* parts.map(parseEvent);
    }
  })();
  const next = async () => (await events.next()).value as SentEvent | undefined;
  const take = async (count: number) => {
    const taken: (SentEvent | undefined)[] = [];
    while (taken.length < count) taken.push(await next());
    return taken;
  };
  return { response, next, take, abort };
}

const serial = "297150-586-203";

test("a stream sends requests as they come, as the list shows them", async () => {
  const { server, id, call, control } = await setup();
  await call("getTemplates");
  const { response, next } = await openStream(server, id);
  expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  await call("getPassInfo", { passSerialNumber: serial });
  const event = await next();
  const { requests } = (await control("GET", "/requests?limit=1")).body;
  expect(event).toEqual({ event: "request", id: requests[0].requestId, data: requests[0] });
});

test("a stream sends only requests that match the filters", async () => {
  const { server, id, call } = await setup();
  const { take } = await openStream(server, id, `&method=usePass&refused=true&serial=${serial}`);
  await call("usePass", { passSerialNumber: serial, numberStumps: 1 });
  await call("usePass", { passSerialNumber: "1-1-1" });
  await call("getPassInfo", { passSerialNumber: serial });
  await call("usePass", { passSerialNumber: serial });
  await call("usePass", { passSerialNumber: serial, numberStumps: "x" });
  const events = await take(2);
  expect(events.map((event) => event?.data.request)).toEqual([
    { passSerialNumber: serial },
    { passSerialNumber: serial, numberStumps: "x" },
  ]);
});

test("since replays requests, and Last-Event-ID resumes a stream", async () => {
  const { server, id, call } = await setup();
  for (let page = 1; page <= 30; page += 1) await call("getClientsList", { page });
  const all = await (await openStream(server, id, "&since=2020-01-01T00:00:00Z")).take(30);
  expect(all.map((event) => event?.data.request.page)).toEqual(Array.from({ length: 30 }, (_, at) => at + 1));
  const resumed = await openStream(server, id, "&since=2020-01-01T00:00:00Z", { "last-event-id": all[27]?.id ?? "" });
  await call("getClientsList", { page: 31 });
  expect((await resumed.take(3)).map((event) => event?.data.request.page)).toEqual([29, 30, 31]);
  const after = await openStream(server, id, `&since=${all[28]?.id}`);
  expect((await after.next())?.data.request.page).toBe(30);
});

test("an id that has left the log is reported as dropped", async () => {
  const server = await testServer({ fixture: "demo", strict: false });
  const send = () =>
    server.services.engine.handle({
      verb: "POST",
      name: "getPassInfo",
      token: "luna-demo-token",
      body: Buffer.from("{}"),
      origin: () => server.url,
    });
  const first = (await send()).headers["x-luna-request-id"] ?? "";
  for (let nth = 0; nth < 10_005; nth += 1) await send();
  const { take } = await openStream(server, "default", "", { "last-event-id": first });
  const [dropped, oldest] = await take(2);
  expect(dropped).toEqual({ event: "dropped", id: undefined, data: { requests: 6 } });
  const { entries } = await server.services.requests.find({ sandboxId: "default", limit: 20_000 });
  expect(oldest?.id).toBe([...entries][0]?.requestId);
  // An id of an earlier process.
  const restarted = await openStream(server, "default", "", { "last-event-id": "none" });
  expect((await restarted.next())?.event).toBe("dropped");
  const unknown = await fetch(`${server.url}/_luna/sandboxes/default/requests?stream=1&since=none`);
  expect(unknown.status).toBe(400);
});

test("a slow reader gets the number of dropped requests instead", async () => {
  const server = await testServer({ fixture: "demo", strict: false });
  const filling = "x".repeat(12_000);
  const send = () =>
    server.services.engine.handle({
      verb: "POST",
      name: "getPassInfo",
      token: "luna-demo-token",
      body: Buffer.from(JSON.stringify({ passSerialNumber: "1-1-1", filling })),
      origin: () => server.url,
    });
  const stream = httpRequest(`${server.url}/_luna/sandboxes/default/requests?stream=1`);
  onTestFinished(() => void stream.destroy());
  const response = await new Promise<IncomingMessage>((resolve) => {
    stream.on("response", resolve).end();
  });
  response.pause();
  for (let nth = 0; nth < 14_000; nth += 1) {
    await send();
    // The server may write.
    if (nth % 100 === 0) await setImmediate();
  }
  let received = 0;
  let dropped = 0;
  let rest = "";
  response.setEncoding("utf8");
  await new Promise<void>((resolve) => {
    response.on("data", (text: string) => {
      const parts = (rest + text).split("\n\n");
      rest = parts.pop() ?? "";
      for (const { event, data } of parts.map(parseEvent)) {
        if (event === "dropped") dropped += data.requests;
        if (event === "request") received += 1;
      }
      if (received + dropped === 14_000) resolve();
    });
    response.resume();
  });
  expect(dropped).toBeGreaterThan(0);
  expect(received).toBeGreaterThanOrEqual(10_000);
});

test("a stream ends when its sandbox is deleted", async () => {
  const { server, id, call, control } = await setup();
  const { next } = await openStream(server, id);
  await call("getTemplates");
  expect((await next())?.event).toBe("request");
  await control("DELETE", "");
  expect(await next()).toEqual({ event: "end", id: undefined, data: { reason: "the sandbox was deleted" } });
  expect(await next()).toBeUndefined();
});

test("close ends streams", async () => {
  const server = await testServer({ fixture: "demo" });
  const { next } = await openStream(server, "default");
  await server.close();
  expect(await next()).toEqual({ event: "end", id: undefined, data: { reason: "the server stops" } });
  expect(await next()).toBeUndefined();
});

test("idle streams get heartbeats", async () => {
  const server = await testServer({ fixture: "demo" });
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const { next } = await openStream(server, "default");
  await vi.advanceTimersByTimeAsync(heartbeatMs);
  expect((await next())?.event).toBe(": heartbeat");
});

test("a closed stream frees its place, and further streams are refused", async () => {
  const server = await testServer({ fixture: "demo" });
  const streams = await Promise.all(Array.from({ length: 100 }, () => openStream(server, "default")));
  const another = () => fetch(`${server.url}/_luna/sandboxes/default/requests?stream=1`, { method: "GET" });
  expect((await another()).status).toBe(429);
  for (const { abort } of streams) abort.abort();
  await vi.waitFor(async () => {
    const { response, abort } = await openStream(server, "default");
    abort.abort();
    expect(response.status).toBe(200);
  });
});

test("HEAD of a stream ends at once", async () => {
  const { server, id } = await setup();
  const response = await fetch(`${server.url}/_luna/sandboxes/${id}/requests?stream=1`, { method: "HEAD" });
  expect({ status: response.status, text: await response.text() }).toEqual({ status: 200, text: "" });
});

test("a page of a trusted origin may resume a stream", async () => {
  const server = await testServer({ fixture: "demo", cors: "https://shop.example.com" });
  const { headers } = await fetch(`${server.url}/_luna/sandboxes/default/requests?stream=1`, {
    method: "OPTIONS",
    headers: {
      origin: "https://shop.example.com",
      "access-control-request-method": "GET",
      "access-control-request-headers": "last-event-id",
    },
  });
  expect(headers.get("access-control-allow-headers")).toContain("last-event-id");
});
