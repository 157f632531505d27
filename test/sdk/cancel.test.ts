/** Ending a call early: by the caller, and by the clock. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { createLunaClient, isTimeoutError } from "../../sdk/index.js";
import { fakeService, html, json, rejection, timersThatFire } from "./fake-service.js";

const silence = () => new Promise<Response>(() => undefined);
const stamp = { passSerialNumber: "1", numberStumps: 1 };

describe("abort", () => {
  test.each(["the call's", "the client's"])("%s signal ends a call with its reason", async (whose) => {
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

  test("a signal that has aborted keeps a call from being sent", async () => {
    const { client, asked } = fakeService(() => json({ result: 1 }));
    const error = await rejection(client.usePass(stamp, { signal: AbortSignal.abort("no") }));
    expect(error).toBe("no");
    expect(asked).toHaveLength(0);
  });

  test("ends the pause before a repeat", async () => {
    const abort = new AbortController();
    const { client, asked } = fakeService(() => html(502), {
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

  test("leaves nothing behind on a signal that many calls share", async () => {
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, "addEventListener");
    const ends: AbortSignal[] = [];
    added.mockImplementation((_, __, options) => {
      if (typeof options === "object" && options.signal) ends.push(options.signal);
    });
    const { client } = fakeService(() => json({ result: 1, templates: [] }), { signal });
    for (let call = 0; call < 20; call += 1) await client.getTemplates();
    expect(ends).toHaveLength(20);
    expect(ends.every(({ aborted }) => aborted)).toBe(true);
  });
});

describe("time-out", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test("ends an attempt whose answer does not come, and says how long it waited", async () => {
    const { client, asked } = fakeService(silence, { timers: timersThatFire((ms) => ms === 1500), timeoutMs: 1500 });
    const error = await rejection(client.usePass(stamp));
    if (!isTimeoutError(error)) throw error;
    expect(error).toMatchObject({ timeoutMs: 1500, method: "usePass", mayBeDone: true });
    expect(error.message).toBe("usePass: no answer within 1500 ms");
    expect(asked[0]?.signal.aborted).toBe(true);
  });

  test("ends an attempt whose answer does not end", async () => {
    const endless = new Response(new ReadableStream({ start: (stream) => stream.enqueue(new Uint8Array(1)) }));
    const { client } = fakeService(() => endless, { timers: timersThatFire((ms) => ms === 1500), timeoutMs: 1500 });
    expect(isTimeoutError(await rejection(client.usePass(stamp)))).toBe(true);
  });

  test("a call can have a time of its own; otherwise it is 30 seconds by the platform's timers", async () => {
    vi.useFakeTimers();
    const { client } = fakeService(silence);
    const ends: string[] = [];
    const watch = (name: string, call: Promise<unknown>) => call.catch(() => ends.push(name));
    const calls = [watch("own", client.usePass(stamp, { timeoutMs: 50 })), watch("usual", client.usePass(stamp))];
    await vi.advanceTimersByTimeAsync(50);
    expect(ends).toEqual(["own"]);
    await vi.advanceTimersByTimeAsync(29_949);
    expect(ends).toEqual(["own"]);
    await vi.advanceTimersByTimeAsync(1);
    expect(ends).toEqual(["own", "usual"]);
    await Promise.all(calls);
  });

  test.each([Number.POSITIVE_INFINITY, 2 ** 31, 1e300])("%d ms are not over at once", async (timeoutMs) => {
    const timers = timersThatFire((ms) => ms >= 2 ** 31);
    const { client } = fakeService(() => json({ result: 1 }), { timers, timeoutMs });
    await client.usePass(stamp);
    await client.usePass(stamp, { timeoutMs });
    expect(timers.started).toEqual([2 ** 31 - 1, 2 ** 31 - 1]);
  });

  test.each([Number.NaN, -1, Number.NEGATIVE_INFINITY])("%d ms are a mistake of the caller", async (timeoutMs) => {
    const mistake = new TypeError("timeoutMs must be 0 or more");
    expect(() => fakeService(silence, { timeoutMs })).toThrow(mistake);
    const { client, asked } = fakeService(silence);
    expect(await rejection(client.usePass(stamp, { timeoutMs }))).toEqual(mistake);
    expect(asked).toHaveLength(0);
  });

  test("no timer is left when the answer is there", async () => {
    vi.useFakeTimers();
    const { client } = fakeService(() => json({ result: 1, templates: [] }));
    await client.getTemplates();
    expect(vi.getTimerCount()).toBe(0);
  });
});

/** A server that takes requests and never answers. */
async function silentServer(): Promise<{ url: string; server: Server }> {
  const server = createServer(() => undefined).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

test("the platform's fetch hangs up when the time is over", async () => {
  const { url, server } = await silentServer();
  let timeIsOver = () => {};
  const timers = {
    setTimeout: (run: () => void) => {
      timeIsOver = run;
    },
    clearTimeout: () => undefined,
  };
  const hungUp = new Promise((resolve) =>
    server.once("request", (request) => {
      request.once("close", resolve);
      timeIsOver();
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
