/** A push to all holders of an installed card of a template. */
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
import { fakeService, htmlReply, jsonReply, rejection } from "./fake-service.js";

const message = { idTemplate: 340720, messageText: "Hello {{clientFName}}" };

/** Creates a client of the demo, where 20 people have installed a coupon. `before` is called before each request. */
async function demo(before: (page: number) => void = () => undefined) {
  const sandbox = await setup();
  const fetch = async (request: Request) => {
    const { page } = (await request.clone().json()) as { page?: number };
    if (page !== undefined) before(page);
    return globalThis.fetch(request);
  };
  const luna = createLunaClient({ token: sandbox.token, baseUrl: `${sandbox.server.url}/api/v1`, fetch, retries: 0 });
  /** Returns the number of messages per installed coupon. */
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

test("a broadcast reaches all holders once and reports each page", async () => {
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

test("a failed broadcast can be resumed and reaches all holders once", async () => {
  let isDown = true;
  const { luna, received } = await demo((page) => {
    if (isDown && page === 2) throw new TypeError("fetch failed", { cause: { code: "ECONNREFUSED" } });
  });
  const error = await rejection(luna.broadcast(message));
  if (!isBroadcastError(error)) throw error;
  expect(error).toMatchObject({ resumeFrom: 2, sent: 10, mayHaveSucceeded: false });
  expect(error.message).toContain("resume from page 2");
  expect(isTransportError(error.cause)).toBe(true);
  expect(await received()).toHaveLength(10);

  isDown = false;
  expect(await luna.broadcast(message, { fromPage: error.resumeFrom })).toEqual({ sent: 10 });
  expect(await received()).toEqual(Array.from({ length: 20 }, () => 1));
});

test("a broadcast waits for onProgress and stops if it throws", async () => {
  const { luna, received } = await demo();
  const onProgress = async () => {
    await Promise.resolve();
    throw new Error("disk full");
  };
  const error = await rejection(luna.broadcast(message, { onProgress }));
  expect(error).toMatchObject({ name: "BroadcastError", resumeFrom: 2, sent: 10, mayHaveSucceeded: false });
  expect(await received()).toHaveLength(10);
});

test("an abort between two pages loses nothing", async () => {
  const { luna, received } = await demo();
  const abort = new AbortController();
  const reason = new Error("shop closed");
  const broadcast = luna.broadcast(message, { signal: abort.signal, onProgress: () => abort.abort(reason) });
  const error = await rejection(broadcast);
  expect(error).toMatchObject({
    name: "BroadcastError",
    resumeFrom: 2,
    sent: 10,
    mayHaveSucceeded: false,
    cause: reason,
  });
  expect(await received()).toHaveLength(10);
});

test("an abort during a page leaves open whether it was sent", async () => {
  const abort = new AbortController();
  const { client } = fakeService((_, call) => {
    if (call === 1) return jsonReply({ result: 1, numberOfRowsSelected: 10 });
    abort.abort();
    return new Promise(() => undefined);
  });
  const error = await rejection(client.broadcast(message, { signal: abort.signal }));
  expect(error).toMatchObject({ name: "BroadcastError", resumeFrom: 2, sent: 10, mayHaveSucceeded: true });
});

const full = () => jsonReply({ result: 1, numberOfRowsSelected: 10 });
const refusedConnection = () => Promise.reject(new TypeError("fetch failed", { cause: { code: "ECONNREFUSED" } }));

test("an abort before a retry of an unsent page leaves nothing open", async () => {
  const abort = new AbortController();
  const timers: Timers = {
    setTimeout: (_, ms) => {
      if (ms === 200) queueMicrotask(() => abort.abort("shop closed"));
    },
    clearTimeout: () => undefined,
  };
  const { client, asked } = fakeService((_, call) => (call === 1 ? full() : refusedConnection()), { timers });
  const error = await rejection(client.broadcast(message, { signal: abort.signal }));
  expect(error).toMatchObject({ resumeFrom: 2, sent: 10, mayHaveSucceeded: false, cause: "shop closed" });
  expect(asked).toHaveLength(2);
});

test.each(["the call's", "the client's"])("%s signal that is already aborted leaves nothing open", async (whose) => {
  const signal = AbortSignal.abort("shop closed");
  const ofClient = whose === "the client's";
  const { client, asked } = fakeService(full, ofClient ? { signal } : {});
  const error = await rejection(client.broadcast(message, ofClient ? {} : { signal }));
  expect(error).toMatchObject({ resumeFrom: 1, sent: 0, mayHaveSucceeded: false, cause: "shop closed" });
  expect(asked).toHaveLength(0);
});

test("a message that cannot become JSON leaves nothing open", async () => {
  const { client, asked } = fakeService(full);
  const error = await rejection(client.broadcast({ ...message, messageText: 1n as unknown as string }));
  expect(error).toMatchObject({ resumeFrom: 1, sent: 0, mayHaveSucceeded: false, cause: expect.any(TypeError) });
  expect(asked).toHaveLength(0);
});

test("an abort with an SDK error as reason leaves the page open", async () => {
  const abort = new AbortController();
  const { client } = fakeService(() => {
    abort.abort(new CardNotFoundError({ method: "getPassInfo" }));
    return new Promise(() => undefined);
  });
  const error = await rejection(client.broadcast(message, { signal: abort.signal }));
  expect(error).toMatchObject({ resumeFrom: 1, sent: 0, mayHaveSucceeded: true });
});

test("an error of onProgress leaves nothing open", async () => {
  const { client } = fakeService(full);
  const onProgress = () => Promise.reject(new TimeoutError({ method: "getPassInfo", timeoutMs: 1 }));
  const error = await rejection(client.broadcast(message, { onProgress }));
  expect(error).toMatchObject({ resumeFrom: 2, sent: 10, mayHaveSucceeded: false });
});

test.each([
  { name: "a refusal", answer: () => jsonReply({ error: 4 }), mayHaveSucceeded: false },
  { name: "a page of HTML", answer: () => htmlReply(502), mayHaveSucceeded: true },
  { name: "a count below 0", answer: () => jsonReply({ numberOfRowsSelected: -1 }), mayHaveSucceeded: true },
  {
    name: "a count above the size of a page",
    answer: () => jsonReply({ numberOfRowsSelected: 250 }),
    mayHaveSucceeded: true,
  },
  {
    name: "a count that is not an integer",
    answer: () => jsonReply({ numberOfRowsSelected: 9.5 }),
    mayHaveSucceeded: true,
  },
  {
    name: "an infinite count",
    answer: () => new Response('{"numberOfRowsSelected":1e999}'),
    mayHaveSucceeded: true,
  },
  { name: "a response without a count", answer: () => jsonReply({ result: 1 }), mayHaveSucceeded: true },
])("a broadcast stops at $name without a retry", async ({ answer, mayHaveSucceeded }) => {
  const { client, asked } = fakeService((_, call) => (call < 3 ? jsonReply({ numberOfRowsSelected: "10" }) : answer()));
  const error = await rejection(client.broadcast(message));
  expect(error).toMatchObject({ name: "BroadcastError", resumeFrom: 3, sent: 20, mayHaveSucceeded });
  expect(asked).toHaveLength(3);
});

test("a broadcast sends idTemplate as a string, from the client's firstPage", async () => {
  const { client, asked } = fakeService(
    (_, call) => jsonReply(call === 1 ? { result: 1, numberOfRowsSelected: 3 } : { error: 4 }),
    { firstPage: 0 },
  );
  expect(await client.broadcast(message)).toEqual({ sent: 3 });
  expect(asked.map(({ parameters }) => parameters)).toEqual([
    { pushSegment: "allClients", idTemplate: "340720", messageText: "Hello {{clientFName}}", page: 0 },
  ]);
});

test.each([Number.NaN, -1, 1.5, Number.POSITIVE_INFINITY])("a broadcast rejects fromPage %d", async (fromPage) => {
  const { client, asked } = fakeService(() => jsonReply({ error: 4 }));
  const error = await rejection(client.broadcast(message, { fromPage }));
  expect(error).toEqual(new TypeError("fromPage must be an integer of at least 0"));
  expect(asked).toHaveLength(0);
});

test("a broadcast rejects an invalid timeoutMs before it sends anything", async () => {
  const { client, asked } = fakeService(() => jsonReply({ error: 4 }));
  const error = await rejection(client.broadcast(message, { timeoutMs: Number.NaN }));
  expect(error).toEqual(new TypeError("timeoutMs must be at least 0"));
  expect(asked).toHaveLength(0);
});

test("maxPages stops a service that always returns a full page", async () => {
  const { client, asked } = fakeService(full);
  const error = await rejection(client.broadcast(message));
  expect(error).toMatchObject({ name: "BroadcastError", resumeFrom: 1001, sent: 10_000, mayHaveSucceeded: false });
  expect(asked).toHaveLength(1000);
});

test("a broadcast stopped by maxPages can be resumed", async () => {
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

test("a last page that is not full completes a broadcast of maxPages", async () => {
  const { client } = fakeService((_, call) => jsonReply({ numberOfRowsSelected: call === 2 ? 3 : 10 }));
  expect(await client.broadcast(message, { maxPages: 2 })).toEqual({ sent: 13 });
});

test.each([0, -1, 1.5, Number.NaN])("a broadcast rejects maxPages %d", async (maxPages) => {
  const { client, asked } = fakeService(full);
  const error = await rejection(client.broadcast(message, { maxPages }));
  expect(error).toEqual(new TypeError("maxPages must be an integer of at least 1"));
  expect(asked).toHaveLength(0);
});
