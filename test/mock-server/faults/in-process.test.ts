/** Faults through server.fetch, which has no connection to break. */
import { expect, onTestFinished, test, vi } from "vitest";
import type { FaultEffect } from "../../../mock-server/index.js";
import { startServer } from "../../support/sandbox.js";

async function faultyServer(effect: FaultEffect) {
  const server = await startServer({ faults: [{ id: "bad", times: 1, effect }] });
  const ask = (signal?: AbortSignal) =>
    server.fetch("/api/v1/getTemplates", {
      method: "POST",
      headers: { "x-access-token": "luna-demo-token" },
      ...(signal && { signal }),
    });
  return { server, ask };
}

test.each<FaultEffect>([
  { kind: "cut", when: "before" },
  { kind: "cut", when: "after" },
])("fetch rejects for %j", async (effect) => {
  const { ask } = await faultyServer(effect);
  await expect(ask()).rejects.toThrow(new TypeError("fetch failed"));
  expect((await ask()).status).toBe(200);
});

test("fetch returns a breaking body for a cut during the response", async () => {
  const { ask } = await faultyServer({ kind: "cut", when: "during" });
  const response = await ask();
  expect({ status: response.status, fault: response.headers.get("x-luna-fault") }).toEqual({
    status: 200,
    fault: "bad",
  });
  await expect(response.text()).rejects.toThrow(new TypeError("terminated"));
});

test("fetch stays pending until its signal aborts", async () => {
  const { ask } = await faultyServer({ kind: "hang" });
  const abort = new AbortController();
  const pending = ask(abort.signal);
  abort.abort(new Error("gave up"));
  await expect(pending).rejects.toThrow("gave up");
});

test("a stop rejects a fetch that hangs", async () => {
  const { server, ask } = await faultyServer({ kind: "hang" });
  const pending = expect(ask()).rejects.toThrow("fetch failed");
  await server.close();
  await pending;
});

test("a stop ends a delayed fetch with its response", async () => {
  const { server, ask } = await faultyServer({ kind: "delay", ms: 60_000 });
  const pending = ask();
  await server.close();
  expect((await pending).status).toBe(200);
});

test("fetch gets the pieces of a drip one after another", async () => {
  const { ask } = await faultyServer({ kind: "drip", ms: 100, pieces: 2 });
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const reader = (await ask()).body?.getReader();
  const first = await reader?.read();
  const second = reader?.read();
  while (vi.getTimerCount() === 0) await new Promise(setImmediate);
  vi.runOnlyPendingTimers();
  const text = Buffer.concat([first?.value ?? Buffer.alloc(0), (await second)?.value ?? Buffer.alloc(0)]).toString();
  expect(JSON.parse(text)).toMatchObject({ result: 1 });
  expect((await reader?.read())?.done).toBe(true);
});

test("fetch gets spoiled responses like a client of a socket", async () => {
  const { ask } = await faultyServer({ kind: "http", status: 429, retryAfter: 3 });
  const response = await ask();
  expect(response.headers.get("retry-after")).toBe("3");
  expect(await response.text()).toContain("429 Too Many Requests");
});
