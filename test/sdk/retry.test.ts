/** Retries: never if a call could change something twice. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { methodFacts } from "../../openapi/document.js";
import { createLunaClient, isTransportError, type MethodName } from "../../sdk/index.js";
import { exampleExchanges as examples } from "../openapi/examples.js";
import { listening } from "../support/listening.js";
import { callAny, fakeService, htmlReply, jsonReply, rejection, timersThatFire } from "./fake-service.js";

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

/** Number of requests with two retries. */
const failures: readonly {
  name: string;
  answer: () => Response | Promise<Response>;
  asked: { reading: number; changing: number };
  error: string;
  mayHaveSucceeded: boolean;
}[] = [
  ...["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"].map((code) => ({
    name: `${code}, so the request was not sent`,
    answer: failed(code),
    asked: { reading: 3, changing: 3 },
    error: "TransportError",
    mayHaveSucceeded: false,
  })),
  ...["ECONNRESET", "UND_ERR_SOCKET", "ETIMEDOUT"].map((code) => ({
    name: `${code}, so the request may have been sent`,
    answer: failed(code),
    asked: { reading: 3, changing: 1 },
    error: "TransportError",
    mayHaveSucceeded: true,
  })),
  {
    name: "a failure without a cause, as in browsers",
    answer: () => Promise.reject(new TypeError("Failed to fetch")),
    asked: { reading: 3, changing: 1 },
    error: "TransportError",
    mayHaveSucceeded: true,
  },
  {
    name: "a response that breaks off",
    answer: brokenOff,
    asked: { reading: 3, changing: 1 },
    error: "TransportError",
    mayHaveSucceeded: true,
  },
  {
    name: "no response in time",
    answer: silence,
    asked: { reading: 3, changing: 1 },
    error: "TimeoutError",
    mayHaveSucceeded: true,
  },
  ...[500, 502, 503, 504].map((status) => ({
    name: `a page of HTML with status ${status}`,
    answer: () => htmlReply(status),
    asked: { reading: 3, changing: 1 },
    error: "UnexpectedResponseError",
    mayHaveSucceeded: true,
  })),
  ...[200, 302, 404, 429].map((status) => ({
    name: `a page of HTML with status ${status}`,
    answer: () => htmlReply(status),
    asked: { reading: 1, changing: 1 },
    error: "UnexpectedResponseError",
    mayHaveSucceeded: true,
  })),
  {
    name: "a refusal",
    answer: () => jsonReply({ error: 1 }),
    asked: { reading: 1, changing: 1 },
    error: "InvalidTokenError",
    mayHaveSucceeded: false,
  },
  ...[400, 401, 429].map((status) => ({
    name: `a refusal with status ${status}`,
    answer: () => jsonReply({ error: 4 }, status),
    asked: { reading: 1, changing: 1 },
    error: "MissingParametersError",
    mayHaveSucceeded: false,
  })),
  ...[{ error: 4 }, { error: 502 }, { result: 0 }, { result: 1 }].map((body) => ({
    name: `${JSON.stringify(body)} with status 502`,
    answer: () => jsonReply(body, 502),
    asked: { reading: 3, changing: 1 },
    error: "UnexpectedResponseError",
    mayHaveSucceeded: true,
  })),
  ...[{ error: 429 }, { error: "429" }, { error: 429, result: 0 }, { error: "constructor" }].map((body) => ({
    name: `${JSON.stringify(body)} with status 429`,
    answer: () => jsonReply(body, 429),
    asked: { reading: 1, changing: 1 },
    error: "UnexpectedResponseError",
    mayHaveSucceeded: true,
  })),
];

describe.each(failures)("after $name", ({ answer, asked: times, error, mayHaveSucceeded }) => {
  test.each(methods)("$id is sent as often as is safe", async ({ id, request, isChanging }) => {
    const timers = timersThatFire((ms) => ms !== timeoutMs || answer === silence);
    const { client, asked } = fakeService(answer, { timers, timeoutMs });
    const found = await rejection(callAny(client, id, request));
    expect(found).toMatchObject({ name: error, method: id, mayHaveSucceeded });
    expect(asked).toHaveLength(isChanging ? times.changing : times.reading);
    for (const { parameters } of asked) expect(parameters).toEqual(request);
  });
});

test("methods that change something agree with the document", () => {
  expect(methods).toHaveLength(Object.keys(methodFacts).length);
  for (const { id, isChanging } of methods) expect(isChanging, id).toBe(!methodFacts[id].readsOnly);
});

test("a successful retry is the result, after doubling pauses", async () => {
  const timers = timersThatFire((ms) => ms < timeoutMs);
  const { client, asked } = fakeService(
    (_, call) => (call < 5 ? htmlReply(502) : jsonReply({ result: 1, templates: [] })),
    {
      timers,
      timeoutMs,
      retries: 4,
    },
  );
  expect(await client.getTemplates()).toEqual({ templates: [] });
  expect(asked).toHaveLength(5);
  expect(timers.started.filter((ms) => ms < timeoutMs)).toEqual([200, 400, 800, 1600]);
});

test("retries 0 disables retries", async () => {
  const { client, asked } = fakeService(failed("ECONNREFUSED"), { retries: 0 });
  expect(isTransportError(await rejection(client.getTemplates()))).toBe(true);
  expect(asked).toHaveLength(1);
});

describe("with the platform's timers", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test("pauses use the timers of the platform", async () => {
    vi.useFakeTimers();
    const { client, asked } = fakeService((_, call) =>
      call < 2 ? htmlReply(502) : jsonReply({ result: 1, templates: [] }),
    );
    const answer = client.getTemplates();
    await vi.advanceTimersByTimeAsync(199);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await answer).toEqual({ templates: [] });
    expect(vi.getTimerCount()).toBe(0);
  });
});

/** Returns a port without a listener. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test.each(["127.0.0.1", "localhost"])("mayHaveSucceeded is false if %s refuses the connection", async (host) => {
  const timers = timersThatFire((ms) => ms < 30_000);
  const luna = createLunaClient({ token: "luna-demo-token", baseUrl: `http://${host}:${await closedPort()}`, timers });
  const error = await rejection(luna.usePass({ passSerialNumber: "1", numberStumps: 1 }));
  expect(error).toMatchObject({ name: "TransportError", mayHaveSucceeded: false });
  expect(String(error)).toContain("fetch failed");
  expect(timers.started.filter((ms) => ms < 30_000)).toEqual([200, 400]);
});

test("mayHaveSucceeded is true if the server hangs up", async () => {
  let heard = 0;
  const server = createServer((request) => {
    heard += 1;
    request.socket.destroy();
  });
  const luna = createLunaClient({ token: "luna-demo-token", baseUrl: await listening(server) });
  const error = await rejection(luna.usePass({ passSerialNumber: "1", numberStumps: 1 }));
  expect(error).toMatchObject({ name: "TransportError", mayHaveSucceeded: true });
  expect(heard).toBe(1);
});

test.each([Number.NaN, -1, 1.5, Number.POSITIVE_INFINITY])("retries %d throw a TypeError", (retries) => {
  expect(() => fakeService(() => htmlReply(502), { retries })).toThrow(
    new TypeError("retries must be an integer of at least 0"),
  );
});
