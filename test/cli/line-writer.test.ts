import { once } from "node:events";
import { Writable } from "node:stream";
import { expect, onTestFinished, test, vi } from "vitest";
import { LineWriter } from "../../cli/line-writer.js";

/** Creates a stream that keeps a write until `read` is called, unless it is open. */
function blockableStream({ open = false } = {}) {
  const written: string[] = [];
  const pending: (() => void)[] = [];
  const stream = new Writable({
    highWaterMark: 10,
    decodeStrings: false,
    write(text, _encoding, callback) {
      written.push(text);
      if (open) callback();
      else pending.push(callback);
    },
  });
  const read = async () => {
    const drained = once(stream, "drain");
    for (const callback of pending.splice(0)) callback();
    await drained;
  };
  return { stream, written, read };
}

test("lines of the same moment are one write, in their order", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { stream, written } = blockableStream({ open: true });
  const lines = new LineWriter(stream);
  for (const text of ["a", "b"]) lines.add(() => text);
  expect(written).toEqual([]);
  vi.advanceTimersByTime(20);
  lines.add(() => "c");
  expect(await lines.end()).toBe(true);
  expect(written).toEqual(["a\nb\n", "c\n"]);
});

test("a blocked stream gets the number of dropped lines", async () => {
  const { stream, written, read } = blockableStream();
  const lines = new LineWriter(stream);
  lines.add(() => "a long line");
  lines.flush();
  const unused = vi.fn(() => "unused");
  for (let nth = 0; nth < 5_000; nth += 1) lines.add(unused);
  lines.flush();
  await read();
  expect(unused).not.toHaveBeenCalled();
  expect(written).toEqual(["a long line\n", "5000 requests not shown, because the output is blocked\n"]);
});

test("very many lines of the same moment are counted only", () => {
  const { stream, written } = blockableStream({ open: true });
  const lines = new LineWriter(stream);
  for (let nth = 0; nth < 1_001; nth += 1) lines.add(() => "x");
  lines.flush();
  expect(written[0]?.split("\n").slice(-2)).toEqual(["1 request not shown, because the output is blocked", ""]);
});

test("a closed stream gets no lines", async () => {
  const { stream, written } = blockableStream();
  stream.destroy();
  const lines = new LineWriter(stream);
  lines.add(() => "a");
  expect(await lines.end()).toBe(true);
  expect(written).toEqual([]);
});

test("end gives up on a stream that stays blocked", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { stream } = blockableStream();
  const lines = new LineWriter(stream);
  lines.add(() => "a long line");
  const ended = lines.end();
  await vi.advanceTimersByTimeAsync(1000);
  expect(await ended).toBe(false);
});
