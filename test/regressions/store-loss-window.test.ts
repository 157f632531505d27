import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { Journal } from "../../mock-server/store/disk/journal.js";
import type { Change } from "../../mock-server/store/port.js";
import { interceptJournalWrites } from "../support/file-handles.js";
import { linesOf } from "../support/journal.js";
import { temporaryFolder } from "../support/temporary-folder.js";

/** A journal without --durable, whose writes stall until `release` is called. */
async function setup() {
  const folder = await temporaryFolder();
  const file = join(folder, "a.1.journal");
  const writes: number[] = [];
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await interceptJournalWrites(async (bytes, write) => {
    writes.push(bytes.length);
    await released;
    return write(bytes);
  });
  const clock = { now: 1000 };
  const journal = new Journal(file, { durable: false, failed: () => undefined, now: () => clock.now });
  onTestFinished(async () => {
    release();
    await journal.close();
  });
  /** Begins a write, which stalls. */
  const stall = async () => {
    journal.add(changes(10));
    void journal.flush();
    while (writes.length === 0) await setImmediate();
  };
  return { file, journal, clock, writes, release, stall };
}

const changes = (length: number): readonly Change[] => [
  { table: "companies", before: undefined, after: { id: "main", name: "x".repeat(length), token: "t" } },
];

// With bodies of 1 MB, 456 of 512 confirmed changes were lost; the oldest was 4.3 s old.
test("responses wait while the oldest unwritten change is older than 60 ms", async () => {
  const { file, journal, clock, release, stall } = await setup();
  await stall();
  clock.now += 60;
  expect(journal.add(changes(10))).toBeUndefined();
  clock.now += 1;
  const order: string[] = [];
  const waiting = [journal.add(changes(10)), journal.add(changes(10))].map((written) => {
    expect(written).toBeInstanceOf(Promise);
    return written?.then(() => order.push("written"));
  });
  for (let turn = 0; turn < 10; turn += 1) await setImmediate();
  order.push("released");
  release();
  await Promise.all(waiting);
  expect(order).toEqual(["released", "written", "written"]);
  expect(await linesOf(file)).toHaveLength(4);
  // A journal without pending lines delays no response.
  expect(journal.add(changes(10))).toBeUndefined();
});

test("responses wait while more than 4 MiB is unwritten", async () => {
  const { journal, release, stall } = await setup();
  await stall();
  const megabyte = 1_000_000;
  let answered = 0;
  while (journal.add(changes(megabyte)) === undefined) answered += 1;
  expect(answered).toBe(4);
  expect(journal.bytes).toBeLessThan(4 * 1024 * 1024 + 2 * megabyte);
  release();
});

test("all pending changes are one write, however large", async () => {
  const { file, journal, writes, release, stall } = await setup();
  await stall();
  const waiting = Array.from({ length: 20 }, () => journal.add(changes(1_000_000)));
  release();
  await Promise.all(waiting);
  expect(writes).toEqual([expect.any(Number), expect.any(Number)]);
  expect(await linesOf(file)).toHaveLength(21);
});

test("a write delayed by long work begins with the next change", async () => {
  const { file, journal, clock, writes, release } = await setup();
  release();
  journal.add(changes(10));
  await journal.flush();
  // Shortly after a write the next write waits for a timer, which long work can delay.
  journal.add(changes(10));
  clock.now += 100;
  await journal.add(changes(10));
  expect(writes).toHaveLength(2);
  expect(await linesOf(file)).toHaveLength(3);
});
