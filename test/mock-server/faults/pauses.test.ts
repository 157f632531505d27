/** Delays, drips and withheld responses, with a clock that the tests advance. */
import { request } from "node:http";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { piecesOf } from "../../../mock-server/http/deliver.js";
import type { FaultEffect } from "../../../mock-server/index.js";
import { startServer } from "../../support/sandbox.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A server whose next request has a fault, and a client of it. */
async function faultyServer(effect: FaultEffect) {
  const server = await startServer({ faults: [{ times: 1, effect }] });
  const timers = vi.getTimerCount();
  const sent = request(`${server.url}/api/v1/getTemplates`, {
    method: "POST",
    headers: { "x-access-token": "luna-demo-token" },
    agent: false,
  });
  const received: string[] = [];
  const response = new Promise<"whole" | "broken">((resolve) => {
    sent.on("error", () => resolve("broken"));
    sent.on("response", (message) => {
      message.on("data", (chunk: Buffer) => received.push(chunk.toString()));
      message.on("error", () => resolve("broken"));
      message.on("end", () => resolve("whole"));
    });
  });
  sent.end();
  const entries = async () => {
    const logged = await server.services.requests.find({ sandboxId: "default", limit: 1 });
    return [...logged.entries];
  };
  /** Resolves when the server has logged the request, so that it waits to send the response. */
  const handled = async () => {
    while ((await entries()).length === 0) await new Promise(setImmediate);
    await new Promise(setImmediate);
  };
  await handled();
  return { server, sent, response, received, timers: () => vi.getTimerCount() - timers };
}

test("a delayed response comes after its time", async () => {
  const { response, received, timers } = await faultyServer({ kind: "delay", ms: 1000 });
  vi.advanceTimersByTime(999);
  expect({ received, timers: timers() }).toEqual({ received: [], timers: 1 });
  vi.advanceTimersByTime(1);
  expect(await response).toBe("whole");
  expect(JSON.parse(received.join(""))).toMatchObject({ result: 1 });
});

test("a drip sends its pieces one after another", async () => {
  const { response, received, timers } = await faultyServer({ kind: "drip", ms: 100, pieces: 2 });
  while (received.length === 0) await new Promise(setImmediate);
  expect(timers()).toBe(1);
  const half = received.join("").length;
  vi.advanceTimersByTime(100);
  expect(await response).toBe("whole");
  const whole = received.join("");
  expect(JSON.parse(whole)).toMatchObject({ result: 1 });
  expect(half).toBe(Math.round(whole.length / 2));
});

const waiting: readonly FaultEffect[] = [
  { kind: "delay", ms: 60_000 },
  { kind: "drip", ms: 60_000, pieces: 1000 },
  { kind: "hang" },
  { kind: "hang", when: "after" },
];

test.each(waiting)("a stop ends %j at once", async (effect) => {
  const { server, response, timers } = await faultyServer(effect);
  await server.close();
  expect(await response).toBe(effect.kind === "hang" ? "broken" : "whole");
  expect(timers()).toBeLessThanOrEqual(0);
});

test.each(waiting)("a client that gives up ends %j at once", async (effect) => {
  const { server, sent, response, timers } = await faultyServer(effect);
  sent.destroy(new Error("gave up"));
  expect(await response).toBe("broken");
  while (timers() > 0) await new Promise(setImmediate);
  await server.close();
  expect(timers()).toBeLessThanOrEqual(0);
});

test("pieces of a body have about the same size", () => {
  expect(piecesOf("abcdefg", 3).map(String)).toEqual(["ab", "cde", "fg"]);
  expect(piecesOf("a", 3).map(String)).toEqual(["", "a", ""]);
});
