import { createServer, type Server } from "node:http";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createLunaClient, isTimeoutError } from "../../sdk/index.js";
import { listening } from "../support/listening.js";
import { fakeService, htmlReply, jsonReply, rejection, timersThatFire } from "./fake-service.js";

const silence = () => new Promise<Response>(() => undefined);
const stamp = { passSerialNumber: "1", numberStumps: 1 };

describe("abort", () => {
  test.each(["the call's", "the client's"])("%s signal aborts a call with its reason", async (whose) => {
    const abort = new AbortController();
    const reason = new Error("page closed");
    const ofClient = whose === "the client's";
    const { client, asked } = fakeService(
      () => {
        abort.abort(reason);
        return silence();
      },
      ofClient ? { signal: abort.signal } : {},
    );
    const call = client.getTemplates({}, ofClient ? {} : { signal: abort.signal });
    expect(await rejection(call)).toBe(reason);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.signal.aborted).toBe(true);
  });

  test("an aborted signal prevents the request", async () => {
    const { client, asked } = fakeService(() => jsonReply({ result: 1 }));
    const error = await rejection(client.usePass(stamp, { signal: AbortSignal.abort("no") }));
    expect(error).toBe("no");
    expect(asked).toHaveLength(0);
  });

  test("ends the pause before a retry", async () => {
    const abort = new AbortController();
    const { client, asked } = fakeService(() => htmlReply(502), {
      timers: {
        setTimeout: (_, ms) => {
          if (ms === 200) queueMicrotask(() => abort.abort("enough"));
        },
        clearTimeout: () => undefined,
      },
    });
    expect(await rejection(client.getTemplates({}, { signal: abort.signal }))).toBe("enough");
    expect(asked).toHaveLength(1);
  });

  test("removes all listeners from a shared signal", async () => {
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, "addEventListener");
    const ends: AbortSignal[] = [];
    added.mockImplementation((_, __, options) => {
      if (typeof options === "object" && options.signal) ends.push(options.signal);
    });
    const { client } = fakeService(() => jsonReply({ result: 1, templates: [] }), { signal });
    for (let call = 0; call < 20; call += 1) await client.getTemplates();
    expect(ends).toHaveLength(20);
    expect(ends.every(({ aborted }) => aborted)).toBe(true);
  });
});

describe("timeout", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test("ends an attempt without a response and names its duration", async () => {
    const { client, asked } = fakeService(silence, { timers: timersThatFire((ms) => ms === 1500), timeoutMs: 1500 });
    const error = await rejection(client.usePass(stamp));
    if (!isTimeoutError(error)) throw error;
    expect(error).toMatchObject({ timeoutMs: 1500, method: "usePass", mayHaveSucceeded: true });
    expect(error.message).toBe("usePass: no response within 1500 ms");
    expect(asked[0]?.signal.aborted).toBe(true);
  });

  test("ends an attempt with an endless response", async () => {
    const endless = new Response(new ReadableStream({ start: (stream) => stream.enqueue(new Uint8Array(1)) }));
    const { client } = fakeService(() => endless, { timers: timersThatFire((ms) => ms === 1500), timeoutMs: 1500 });
    expect(isTimeoutError(await rejection(client.usePass(stamp)))).toBe(true);
  });

  test("timeoutMs of a call overrides the default of 30 seconds", async () => {
    vi.useFakeTimers();
    const { client } = fakeService(silence);
    const ends: string[] = [];
    const watch = (name: string, call: Promise<unknown>) => call.catch(() => ends.push(name));
    const calls = [watch("short", client.usePass(stamp, { timeoutMs: 50 })), watch("default", client.usePass(stamp))];
    await vi.advanceTimersByTimeAsync(50);
    expect(ends).toEqual(["short"]);
    await vi.advanceTimersByTimeAsync(29_949);
    expect(ends).toEqual(["short"]);
    await vi.advanceTimersByTimeAsync(1);
    expect(ends).toEqual(["short", "default"]);
    await Promise.all(calls);
  });

  test.each([Number.POSITIVE_INFINITY, 2 ** 31, 1e300])("timeoutMs %d does not end at once", async (timeoutMs) => {
    const timers = timersThatFire((ms) => ms >= 2 ** 31);
    const { client } = fakeService(() => jsonReply({ result: 1 }), { timers, timeoutMs });
    await client.usePass(stamp);
    await client.usePass(stamp, { timeoutMs });
    expect(timers.started).toEqual([2 ** 31 - 1, 2 ** 31 - 1]);
  });

  test.each([Number.NaN, -1, Number.NEGATIVE_INFINITY])("timeoutMs %d throws a TypeError", async (timeoutMs) => {
    const mistake = new TypeError("timeoutMs must be at least 0");
    expect(() => fakeService(silence, { timeoutMs })).toThrow(mistake);
    const { client, asked } = fakeService(silence);
    expect(await rejection(client.usePass(stamp, { timeoutMs }))).toEqual(mistake);
    expect(asked).toHaveLength(0);
  });

  test("no timer is left after the response", async () => {
    vi.useFakeTimers();
    const { client } = fakeService(() => jsonReply({ result: 1, templates: [] }));
    await client.getTemplates();
    expect(vi.getTimerCount()).toBe(0);
  });
});

/** Starts a server that never responds. */
async function silentServer(): Promise<{ url: string; server: Server }> {
  const server = createServer(() => undefined);
  return { url: await listening(server), server };
}

test("the platform's fetch hangs up after the timeout", async () => {
  const { url, server } = await silentServer();
  let expire = () => {};
  const timers = {
    setTimeout: (run: () => void) => {
      expire = run;
    },
    clearTimeout: () => undefined,
  };
  const hungUp = new Promise((resolve) =>
    server.once("request", (request) => {
      request.once("close", resolve);
      expire();
    }),
  );
  const luna = createLunaClient({ token: "luna-demo-token", baseUrl: url, timers });
  expect(isTimeoutError(await rejection(luna.usePass(stamp)))).toBe(true);
  await hungUp;
});

test("the platform's fetch hangs up when the caller aborts", async () => {
  const { url, server } = await silentServer();
  const abort = new AbortController();
  const hungUp = new Promise((resolve) =>
    server.once("request", (request) => {
      request.once("close", resolve);
      abort.abort("enough");
    }),
  );
  const luna = createLunaClient({ token: "luna-demo-token", baseUrl: url });
  expect(await rejection(luna.usePass(stamp, { signal: abort.signal }))).toBe("enough");
  await hungUp;
});
