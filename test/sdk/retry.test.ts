/** Which failures of which methods are repeated: never one that could change something twice. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { methodFacts } from "../../openapi/document.js";
import { createLunaClient, isTransportError, type MethodName } from "../../sdk/index.js";
import { exchanges as examples } from "../openapi/examples.js";
import { callAny, fakeService, html, json, rejection, timersThatFire } from "./fake-service.js";

const changing: readonly MethodName[] = [
  "createClient",
  "createPass",
  "sendInfoPush",
  "updateClient",
  "usePass",
  "useReward",
];

/** Each method with a request that is valid. */
const methods = [...new Map(examples.toReversed().map(({ id, request }) => [id, request]))].map(([id, request]) => ({
  id,
  request,
  isChanging: changing.includes(id),
}));

const failed = (code: string) => () => Promise.reject(new TypeError("fetch failed", { cause: { code } }));
const brokenOff = () => {
  const body = new ReadableStream({ start: (stream) => stream.error(new TypeError("terminated")) });
  return new Response(body, { status: 200 });
};
const silence = () => new Promise<Response>(() => undefined);

const timeoutMs = 5000;

/** How often the service is asked, with two repeats allowed. */
const failures: readonly {
  name: string;
  answer: () => Response | Promise<Response>;
  asked: { profile: number; changing: number };
  error: string;
  mayBeDone: boolean;
}[] = [
  ...["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"].map((code) => ({
    name: `${code}, so the request was not sent`,
    answer: failed(code),
    asked: { profile: 3, changing: 3 },
    error: "TransportError",
    mayBeDone: false,
  })),
  ...["ECONNRESET", "UND_ERR_SOCKET", "ETIMEDOUT"].map((code) => ({
    name: `${code}, so the request may have been sent`,
    answer: failed(code),
    asked: { profile: 3, changing: 1 },
    error: "TransportError",
    mayBeDone: true,
  })),
  {
    name: "a failure without a cause, as browsers have it",
    answer: () => Promise.reject(new TypeError("Failed to fetch")),
    asked: { profile: 3, changing: 1 },
    error: "TransportError",
    mayBeDone: true,
  },
  {
    name: "an answer that breaks off",
    answer: brokenOff,
    asked: { profile: 3, changing: 1 },
    error: "TransportError",
    mayBeDone: true,
  },
  {
    name: "no answer in time",
    answer: silence,
    asked: { profile: 3, changing: 1 },
    error: "TimeoutError",
    mayBeDone: true,
  },
  ...[500, 502, 503, 504].map((status) => ({
    name: `a page of HTML with status ${status}`,
    answer: () => html(status),
    asked: { profile: 3, changing: 1 },
    error: "UnexpectedResponseError",
    mayBeDone: true,
  })),
  ...[200, 302, 404, 429].map((status) => ({
    name: `a page of HTML with status ${status}`,
    answer: () => html(status),
    asked: { profile: 1, changing: 1 },
    error: "UnexpectedResponseError",
    mayBeDone: true,
  })),
  {
    name: "a refusal",
    answer: () => json({ error: 1 }),
    asked: { profile: 1, changing: 1 },
    error: "InvalidTokenError",
    mayBeDone: false,
  },
  ...[400, 401, 429].map((status) => ({
    name: `a refusal with status ${status}`,
    answer: () => json({ error: 4 }, status),
    asked: { profile: 1, changing: 1 },
    error: "MissingParametersError",
    mayBeDone: false,
  })),
  ...[{ error: 4 }, { error: 502 }, { result: 0 }, { result: 1 }].map((body) => ({
    name: `${JSON.stringify(body)} with status 502`,
    answer: () => json(body, 502),
    asked: { profile: 3, changing: 1 },
    error: "UnexpectedResponseError",
    mayBeDone: true,
  })),
  ...[{ error: 429 }, { error: "429" }, { error: 429, result: 0 }, { error: "constructor" }].map((body) => ({
    name: `${JSON.stringify(body)} with status 429`,
    answer: () => json(body, 429),
    asked: { profile: 1, changing: 1 },
    error: "UnexpectedResponseError",
    mayBeDone: true,
  })),
];

describe.each(failures)("after $name", ({ answer, asked: times, error, mayBeDone }) => {
  test.each(methods)("$id is asked as often as is safe", async ({ id, request, isChanging }) => {
    const timers = timersThatFire((ms) => ms !== timeoutMs || answer === silence);
    const { client, asked } = fakeService(answer, { timers, timeoutMs });
    const found = await rejection(callAny(client, id, request));
    expect(found).toMatchObject({ name: error, method: id, mayBeDone });
    expect(asked).toHaveLength(isChanging ? times.changing : times.profile);
    for (const { parameters } of asked) expect(parameters).toEqual(request);
  });
});

test("the table has every method, and takes the same ones for changing as the document's facts do", () => {
  expect(methods).toHaveLength(Object.keys(methodFacts).length);
  for (const { id, isChanging } of methods) expect(isChanging, id).toBe(!methodFacts[id].readsOnly);
});

test("a repeat that succeeds is the answer, after pauses that double", async () => {
  const timers = timersThatFire((ms) => ms < timeoutMs);
  const { client, asked } = fakeService((_, call) => (call < 5 ? html(502) : json({ result: 1, templates: [] })), {
    timers,
    timeoutMs,
    retries: 4,
  });
  expect(await client.getTemplates()).toEqual({ templates: [] });
  expect(asked).toHaveLength(5);
  expect(timers.started.filter((ms) => ms < timeoutMs)).toEqual([200, 400, 800, 1600]);
});

test("nothing is repeated with retries 0", async () => {
  const { client, asked } = fakeService(failed("ECONNREFUSED"), { retries: 0 });
  expect(isTransportError(await rejection(client.getTemplates()))).toBe(true);
  expect(asked).toHaveLength(1);
});

describe("with the platform's timers", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test("the pauses are the platform's", async () => {
    vi.useFakeTimers();
    const { client, asked } = fakeService((_, call) => (call < 2 ? html(502) : json({ result: 1, templates: [] })));
    const answer = client.getTemplates();
    await vi.advanceTimersByTimeAsync(199);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await answer).toEqual({ templates: [] });
    expect(vi.getTimerCount()).toBe(0);
  });
});

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test.each(["127.0.0.1", "localhost"])("knows that nothing was sent to %s when nobody listens there", async (host) => {
  const timers = timersThatFire((ms) => ms < 30_000);
  const luna = createLunaClient({ token: "luna-demo-token", baseUrl: `http://${host}:${await closedPort()}`, timers });
  const error = await rejection(luna.usePass({ passSerialNumber: "1", numberStumps: 1 }));
  expect(error).toMatchObject({ name: "TransportError", mayBeDone: false });
  expect(String(error)).toContain("fetch failed");
  expect(timers.started.filter((ms) => ms < 30_000)).toEqual([200, 400]);
});

test("does not know what a server did that hung up", async () => {
  let heard = 0;
  const server = createServer((request) => {
    heard += 1;
    request.socket.destroy();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const luna = createLunaClient({ token: "luna-demo-token", baseUrl: `http://127.0.0.1:${port}` });
  const error = await rejection(luna.usePass({ passSerialNumber: "1", numberStumps: 1 }));
  expect(error).toMatchObject({ name: "TransportError", mayBeDone: true });
  expect(heard).toBe(1);
  await new Promise((resolve) => server.close(resolve));
});

test.each([Number.NaN, -1, 1.5, Number.POSITIVE_INFINITY])("%d repeats are a mistake of the caller", (retries) => {
  expect(() => fakeService(() => html(502), { retries })).toThrow(
    new TypeError("retries must be a whole number from 0 on"),
  );
});
