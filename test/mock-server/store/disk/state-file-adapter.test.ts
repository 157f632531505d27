import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { StateFileAdapter } from "../../../../mock-server/store/disk/state-file-adapter.js";
import { temporaryFolder } from "../../../support/temporary-folder.js";

async function setup() {
  const folder = await temporaryFolder();
  const file = join(folder, "a.json");
  const fresh = () => new StateFileAdapter(file, { warn: () => undefined });
  return { file, snapshot: fresh(), fresh };
}

test("a state file has a line per record and reads back equal", async () => {
  const { file, snapshot, fresh } = await setup();
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
      ' "cards": [],',
      ' "checksum": "crc32:0a52b1ad"',
      "}",
      "",
    ].join("\n"),
  );
  expect(snapshot.bytes).toBe((await stat(file)).size);
  const again = fresh();
  expect(await again.read()).toEqual({ ...data, checksum: "crc32:0a52b1ad" });
  expect({ bytes: again.bytes, isChecked: again.isChecked }).toEqual({ bytes: snapshot.bytes, isChecked: true });
});

test("an empty state file is JSON too", async () => {
  const { snapshot } = await setup();
  await snapshot.write({});
  expect(await snapshot.read()).toEqual({ checksum: expect.any(String) });
});

// The file was built as one string, and requests waited longer for larger sandboxes.
test("writing a large state file lets other work run", async () => {
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
  expect(await snapshot.read()).toMatchObject({ operations, file: { origin: { fixture: { operations } } } });
});

test("any object reads back equal", async () => {
  const { snapshot } = await setup();
  const object = fc.dictionary(fc.string({ unit: "grapheme" }), fc.jsonValue(), { noNullPrototype: true });
  await fc.assert(
    fc.asyncProperty(object, async (data) => {
      await snapshot.write(data);
      const { checksum: _, ...read } = (await snapshot.read()) as { checksum: string };
      expect(read).toEqual(JSON.parse(JSON.stringify({ ...data, checksum: undefined })));
    }),
    { numRuns: 50, examples: [[JSON.parse('{"__proto__":{"a":[{"__proto__":1}]},"\\u2028":"}"}')]] },
  );
});

test("long lines and characters across pieces read back equal", async () => {
  const { snapshot } = await setup();
  const clients = Array.from({ length: 8 }, (_, id) => ({ id, sName: "ż🎉".repeat(id * 70_001) }));
  await snapshot.write({ clients });
  expect(await snapshot.read()).toMatchObject({ clients });
});

test.each([
  ["one line", (value: object) => JSON.stringify(value)],
  ["two spaces", (value: object) => JSON.stringify(value, null, 2)],
  ["lines that end as in Windows", (value: object) => JSON.stringify(value, null, 1).replaceAll("\n", "\r\n")],
])("a file that a person wrote is read: %s", async (_title, format) => {
  const { file, snapshot } = await setup();
  const value = {
    formatVersion: 1,
    clients: [
      { id: 1, fields: {} },
      { id: 2, fields: { Field0: "," } },
    ],
    cards: [],
  };
  await writeFile(file, format(value));
  expect(await snapshot.read()).toEqual(value);
  expect(snapshot.isChecked).toBe(false);
});

test.each([
  ["a missing bracket", '{\n "clients": [\n  {"id":1}\n}\n'],
  ["a field without a name", '{\n {"id":1}\n}\n'],
  ["text after the end", "{\n}\n{\n}\n"],
  ["a cut end", '{\n "clients": [\n'],
])("a file that is not JSON is refused: %s", async (_title, text) => {
  const { file, snapshot } = await setup();
  await writeFile(file, text);
  await expect(snapshot.read()).rejects.toThrow(/a\.json is not JSON/);
});
