import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import { abandonOnAbort, abortOnSignals, InterruptedError, untilAborted } from "../../shared/signals.js";

/** Creates signals, timers and an exit for the test. */
function fakeProcess() {
  const source = new EventEmitter();
  const exits: number[] = [];
  const timers: { readonly ms: number; readonly run: () => void }[] = [];
  const stop = abortOnSignals({
    source,
    after: (ms, run) => void timers.push({ ms, run }),
    exit: (code) => void exits.push(code),
  });
  return { source, exits, timers, stop, send: (signal: NodeJS.Signals) => void source.emit(signal) };
}

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s aborts the signal of the process", (signal) => {
  const { stop, exits, send } = fakeProcess();
  expect(stop.aborted).toBe(false);
  send(signal);
  expect(stop.aborted).toBe(true);
  expect(stop.reason).toBeInstanceOf(InterruptedError);
  expect(exits).toEqual([]);
});

test("signals within a second of the first are ignored", () => {
  const { exits, timers, send } = fakeProcess();
  for (const signal of ["SIGINT", "SIGINT", "SIGTERM", "SIGHUP"] as const) send(signal);
  expect(timers.map(({ ms }) => ms)).toEqual([1000]);
  expect(exits).toEqual([]);
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("a %s after a second ends the process with 130", (signal) => {
  const { exits, timers, send } = fakeProcess();
  send("SIGINT");
  send("SIGINT");
  for (const { run } of timers) run();
  send(signal);
  expect(exits).toEqual([130]);
});

test("the handlers stay after a signal", () => {
  const { source, send } = fakeProcess();
  send("SIGINT");
  expect(["SIGINT", "SIGTERM", "SIGHUP"].map((signal) => source.listenerCount(signal))).toEqual([1, 1, 1]);
});

test("untilAborted resolves for an aborted signal", async () => {
  const stop = new AbortController();
  const waiting = untilAborted(stop.signal);
  stop.abort();
  await waiting;
  await untilAborted(stop.signal);
});

test("abandonOnAbort returns a result, an error, or the reason of the abort", async () => {
  const never = new AbortController().signal;
  expect(await abandonOnAbort(Promise.resolve(3), never)).toBe(3);
  await expect(abandonOnAbort(Promise.reject(new RangeError("odd")), never)).rejects.toThrow(RangeError);
  const stop = new AbortController();
  const abandoned = abandonOnAbort(new Promise(() => undefined), stop.signal);
  stop.abort(new InterruptedError());
  await expect(abandoned).rejects.toThrow(InterruptedError);
});
