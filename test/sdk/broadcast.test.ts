/** A push to everybody who installed a card of a template. */
import { expect, test } from "vitest";
import {
  type BroadcastProgress,
  CardNotFoundError,
  createLunaClient,
  isBroadcastError,
  isTransportError,
  TimeoutError,
  type Timers,
} from "../../sdk/index.js";
import { setup } from "../support/sandbox.js";
import { fakeService, html, json, rejection } from "./fake-service.js";

const message = { idTemplate: 340720, messageText: "Hello {{clientFName}}" };

/** A client of the demo whose coupons 20 people have installed; `before` sees each request before it is sent. */
async function demo(before: (page: number) => void = () => undefined) {
  const sandbox = await setup();
  const fetch = async (request: Request) => {
    const { page } = (await request.clone().json()) as { page?: number };
    if (page !== undefined) before(page);
    return globalThis.fetch(request);
  };
  const luna = createLunaClient({ token: sandbox.token, baseUrl: `${sandbox.server.url}/api/v1`, fetch, retries: 0 });
  /** How many messages of the broadcast each installed coupon got. */
  const received = async (): Promise<number[]> => {
    const { body } = await sandbox.control("GET", "/state");
    const counts = new Map<string, number>();
    for (const { serial, message } of body.pushes) {
      if (message.startsWith("Hello ")) counts.set(serial, (counts.get(serial) ?? 0) + 1);
    }
    return [...counts.values()];
  };
  return { luna, received };
}

test("reaches everybody once, and tells after each page how far it is", async () => {
  const { luna, received } = await demo();
  const progress: BroadcastProgress[] = [];
  const result = await luna.broadcast(message, { onProgress: (step) => progress.push(step) });
  expect(result).toEqual({ sent: 20 });
  expect(progress).toEqual([
    { page: 1, selected: 10, sent: 10 },
    { page: 2, selected: 10, sent: 20 },
    { page: 3, selected: 0, sent: 20 },
  ]);
  expect(await received()).toEqual(Array.from({ length: 20 }, () => 1));
});

test("what a failure stopped can be resumed, and still reaches everybody once", async () => {
  let isDown = true;
  const { luna, received } = await demo((page) => {
    if (isDown && page === 2) throw new TypeError("fetch failed", { cause: { code: "ECONNREFUSED" } });
  });
  const error = await rejection(luna.broadcast(message));
  if (!isBroadcastError(error)) throw error;
  expect(error).toMatchObject({ resumeFrom: 2, sent: 10, mayBeDone: false });
  expect(error.message).toContain("resume from page 2");
  expect(isTransportError(error.cause)).toBe(true);
  expect(await received()).toHaveLength(10);

  isDown = false;
  expect(await luna.broadcast(message, { fromPage: error.resumeFrom })).toEqual({ sent: 10 });
  expect(await received()).toEqual(Array.from({ length: 20 }, () => 1));
});

test("waits for the progress callback, and stops when it fails, after the page that it heard of", async () => {
  const { luna, received } = await demo();
  const onProgress = async () => {
    await Promise.resolve();
    throw new Error("disk full");
  };
  const error = await rejection(luna.broadcast(message, { onProgress }));
  expect(error).toMatchObject({ name: "BroadcastError", resumeFrom: 2, sent: 10, mayBeDone: false });
  expect(await received()).toHaveLength(10);
});

test("an abort between two pages loses nothing", async () => {
  const { luna, received } = await demo();
  const abort = new AbortController();
  const reason = new Error("shop closed");
  const broadcast = luna.broadcast(message, { signal: abort.signal, onProgress: () => abort.abort(reason) });
  const error = await rejection(broadcast);
  expect(error).toMatchObject({ name: "BroadcastError", resumeFrom: 2, sent: 10, mayBeDone: false, cause: reason });
  expect(await received()).toHaveLength(10);
});

test("an abort while a page is under way leaves open whether it was sent", async () => {
  const abort = new AbortController();
  const { client } = fakeService((_, call) => {
    if (call === 1) return json({ result: 1, numberOfRowsSelected: 10 });
    abort.abort();
    return new Promise(() => undefined);
  });
  const error = await rejection(client.broadcast(message, { signal: abort.signal }));
  expect(error).toMatchObject({ name: "BroadcastError", resumeFrom: 2, sent: 10, mayBeDone: true });
});

const full = () => json({ result: 1, numberOfRowsSelected: 10 });
const refusedConnection = () => Promise.reject(new TypeError("fetch failed", { cause: { code: "ECONNREFUSED" } }));

test("an abort in the pause after a page that was not sent leaves nothing open", async () => {
  const abort = new AbortController();
  const timers: Timers = {
    setTimeout: (_, ms) => {
      if (ms === 200) queueMicrotask(() => abort.abort("shop closed"));
    },
    clearTimeout: () => undefined,
  };
  const { client, asked } = fakeService((_, call) => (call === 1 ? full() : refusedConnection()), { timers });
  const error = await rejection(client.broadcast(message, { signal: abort.signal }));
  expect(error).toMatchObject({ resumeFrom: 2, sent: 10, mayBeDone: false, cause: "shop closed" });
  expect(asked).toHaveLength(2);
});

test.each(["the call's", "the client's"])("%s signal that has aborted before leaves nothing open", async (whose) => {
  const signal = AbortSignal.abort("shop closed");
  const ofClient = whose === "the client's";
  const { client, asked } = fakeService(full, ofClient ? { signal } : {});
  const error = await rejection(client.broadcast(message, ofClient ? {} : { signal }));
  expect(error).toMatchObject({ resumeFrom: 1, sent: 0, mayBeDone: false, cause: "shop closed" });
  expect(asked).toHaveLength(0);
});

test("a message that is no JSON leaves nothing open, because no request can be made of it", async () => {
  const { client, asked } = fakeService(full);
  const error = await rejection(client.broadcast({ ...message, messageText: 1n as unknown as string }));
  expect(error).toMatchObject({ resumeFrom: 1, sent: 0, mayBeDone: false, cause: expect.any(TypeError) });
  expect(asked).toHaveLength(0);
});

test("an abort while a page is under way leaves it open, whatever error the reason is", async () => {
  const abort = new AbortController();
  const { client } = fakeService(() => {
    abort.abort(new CardNotFoundError({ method: "getPassInfo" }));
    return new Promise(() => undefined);
  });
  const error = await rejection(client.broadcast(message, { signal: abort.signal }));
  expect(error).toMatchObject({ resumeFrom: 1, sent: 0, mayBeDone: true });
});

test("an error of the progress callback says nothing about the next page", async () => {
  const { client } = fakeService(full);
  const onProgress = () => Promise.reject(new TimeoutError({ method: "getPassInfo", timeoutMs: 1 }));
  const error = await rejection(client.broadcast(message, { onProgress }));
  expect(error).toMatchObject({ resumeFrom: 2, sent: 10, mayBeDone: false });
});

test.each([
  { name: "a refusal", answer: () => json({ error: 4 }), mayBeDone: false },
  { name: "a page of HTML", answer: () => html(502), mayBeDone: true },
  { name: "a count below 0", answer: () => json({ numberOfRowsSelected: -1 }), mayBeDone: true },
  { name: "a count above the size of a page", answer: () => json({ numberOfRowsSelected: 250 }), mayBeDone: true },
  { name: "a count that is not whole", answer: () => json({ numberOfRowsSelected: 9.5 }), mayBeDone: true },
  { name: "a count beyond all numbers", answer: () => new Response('{"numberOfRowsSelected":1e999}'), mayBeDone: true },
  { name: "an answer without a count", answer: () => json({ result: 1 }), mayBeDone: true },
])("stops at $name without a second try", async ({ answer, mayBeDone }) => {
  const { client, asked } = fakeService((_, call) => (call < 3 ? json({ numberOfRowsSelected: "10" }) : answer()));
  const error = await rejection(client.broadcast(message));
  expect(error).toMatchObject({ name: "BroadcastError", resumeFrom: 3, sent: 20, mayBeDone });
  expect(asked).toHaveLength(3);
});

test("sends the template's id as a string, as this method alone has it, from the first page of the client", async () => {
  const { client, asked } = fakeService(
    (_, call) => json(call === 1 ? { result: 1, numberOfRowsSelected: 3 } : { error: 4 }),
    { firstPage: 0 },
  );
  expect(await client.broadcast(message)).toEqual({ sent: 3 });
  expect(asked.map(({ parameters }) => parameters)).toEqual([
    { pushSegment: "allClients", idTemplate: "340720", messageText: "Hello {{clientFName}}", page: 0 },
  ]);
});

test.each([Number.NaN, -1, 1.5, Number.POSITIVE_INFINITY])("page %d is none to begin with", async (fromPage) => {
  const { client, asked } = fakeService(() => json({ error: 4 }));
  const error = await rejection(client.broadcast(message, { fromPage }));
  expect(error).toEqual(new TypeError("fromPage must be a whole number from 0 on"));
  expect(asked).toHaveLength(0);
});

test("a time-out that makes no sense stops it before anything is sent", async () => {
  const { client, asked } = fakeService(() => json({ error: 4 }));
  const error = await rejection(client.broadcast(message, { timeoutMs: Number.NaN }));
  expect(error).toEqual(new TypeError("timeoutMs must be 0 or more"));
  expect(asked).toHaveLength(0);
});

test("a service that always answers with a full page is stopped", async () => {
  const { client, asked } = fakeService(full);
  const error = await rejection(client.broadcast(message));
  expect(error).toMatchObject({ name: "BroadcastError", resumeFrom: 1001, sent: 10_000, mayBeDone: false });
  expect(asked).toHaveLength(1000);
});

test("a broadcast of maxPages goes on from its error", async () => {
  const { luna, received } = await demo();
  const error = await rejection(luna.broadcast(message, { maxPages: 1 }));
  if (!isBroadcastError(error)) throw error;
  expect(error).toMatchObject({
    resumeFrom: 2,
    sent: 10,
    cause: { message: "maxPages reached: 1 full pages were sent" },
  });
  expect(await luna.broadcast(message, { maxPages: 2, fromPage: error.resumeFrom })).toEqual({ sent: 10 });
  expect(await received()).toEqual(Array.from({ length: 20 }, () => 1));
});

test("a last page that is not full ends a broadcast of exactly maxPages", async () => {
  const { client } = fakeService((_, call) => json({ numberOfRowsSelected: call === 2 ? 3 : 10 }));
  expect(await client.broadcast(message, { maxPages: 2 })).toEqual({ sent: 13 });
});

test.each([0, -1, 1.5, Number.NaN])("maxPages %d is refused", async (maxPages) => {
  const { client, asked } = fakeService(full);
  const error = await rejection(client.broadcast(message, { maxPages }));
  expect(error).toEqual(new TypeError("maxPages must be a whole number from 1 on"));
  expect(asked).toHaveLength(0);
});
