import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { SnapshotFile } from "../../../mock-server/store/snapshot-file.js";

async function setup() {
  const folder = await mkdtemp(join(tmpdir(), "luna-snapshot-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "a.json");
  return { file, snapshot: new SnapshotFile(file) };
}

test("a snapshot has a line for each record, and is read as it was written", async () => {
  const { file, snapshot } = await setup();
  const people = [{ fName: "Zoë" }, { fName: "Łukasz 🎉" }];
  const data = { formatVersion: 1, seed: undefined, clock: { now: null }, clients: people, cards: [] };
  await snapshot.write(data);
  expect(await readFile(file, "utf8")).toBe(
    [
      "{",
      ' "formatVersion": 1,',
      ' "clock": {',
      '  "now": null',
      " },",
      ' "clients": [',
      '  {"fName":"Zoë"},',
      '  {"fName":"Łukasz 🎉"}',
      " ],",
      ' "cards": []',
      "}",
      "",
    ].join("\n"),
  );
  expect(snapshot.bytes).toBe((await stat(file)).size);
  expect(await new SnapshotFile(file).read()).toEqual(data);
});

test("an empty snapshot is JSON too", async () => {
  const { snapshot } = await setup();
  await snapshot.write({});
  expect(await snapshot.read()).toEqual({});
});

// It was made as one text, and every request waited for as long as a sandbox was large.
test("other work has its turn while the text of a large snapshot is made, wherever its records are", async () => {
  const { snapshot } = await setup();
  let turn = 0;
  let isOver = false;
  const work = () => {
    turn += 1;
    if (!isOver) setImmediate(work);
  };
  work();
  const madeIn = new Set<number>();
  const record = (id: number) => ({ id, action: "x".repeat(100) });
  const records = Array.from({ length: 40_000 }, (_, id) => ({
    toJSON: () => {
      madeIn.add(turn);
      return record(id);
    },
  }));
  await snapshot.write({ operations: records, file: { origin: { fixture: { operations: records } } } });
  isOver = true;
  expect(madeIn.size).toBeGreaterThan(20);
  const operations = records.map((_, id) => record(id));
  expect(await snapshot.read()).toEqual({ operations, file: { origin: { fixture: { operations } } } });
});
