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
  const data = { formatVersion: 1, seed: undefined, clients: [{ fName: "Zoë" }, { fName: "Łukasz 🎉" }], cards: [] };
  await snapshot.write(data);
  expect(await readFile(file, "utf8")).toBe(
    `{\n"formatVersion": 1,\n"clients": [\n{"fName":"Zoë"},\n{"fName":"Łukasz 🎉"}\n],\n"cards": [\n]\n}\n`,
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
test("other work has its turn while a large snapshot is written", async () => {
  const { snapshot } = await setup();
  const operations = Array.from({ length: 40_000 }, (_, id) => ({ id, action: "x".repeat(100) }));
  let turns = 0;
  let isOver = false;
  const work = () => {
    turns += 1;
    if (!isOver) setImmediate(work);
  };
  work();
  await snapshot.write({ operations });
  isOver = true;
  expect(turns).toBeGreaterThan(10);
  expect(await snapshot.read()).toEqual({ operations });
});
