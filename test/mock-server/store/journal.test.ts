import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { DamagedFile } from "../../../mock-server/store/damaged-file.js";
import { Journal, readJournal } from "../../../mock-server/store/journal.js";

async function setup(options: { durable?: boolean } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "luna-journal-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "a.journal");
  const failures: Error[] = [];
  const journal = new Journal(file, {
    durable: options.durable ?? true,
    failed: (e) => failures.push(e),
  });
  const warnings: string[] = [];
  return { folder, file, journal, failures, warnings, warn: (message: string) => warnings.push(message) };
}

const line = (n: number) => ({ n, changes: [] });

test("a durable line is on the disk when its promise is done, and lines of one moment share a write", async () => {
  const { file, journal } = await setup();
  const first = journal.add(1, []);
  const second = journal.add(2, []);
  expect(second).toBe(first);
  await first;
  expect(await readFile(file, "utf8")).toBe(`${JSON.stringify(line(1))}\n${JSON.stringify(line(2))}\n`);
  await journal.close();
});

test("lines that come while a write is under way are written after it, in order", async () => {
  const { file, journal, warn } = await setup();
  await Promise.all(
    Array.from({ length: 200 }, async (_, place) => {
      for (let turn = 0; turn < place % 7; turn += 1) await Promise.resolve();
      return journal.add(place, []);
    }),
  );
  expect(await readJournal(file, warn)).toHaveLength(200);
  await journal.close();
});

test("without durable nobody waits, and close writes what is left", async () => {
  const { file, journal, warn } = await setup({ durable: false });
  expect(journal.add(1, [])).toBeUndefined();
  await journal.close();
  expect(await readJournal(file, warn)).toEqual([line(1)]);
});

test("going on in another file loses no line", async () => {
  const { folder, file, journal, warn } = await setup();
  const writes = [journal.add(1, [])];
  const moved = journal.moveTo(join(folder, "b.journal"));
  writes.push(journal.add(2, []));
  await moved;
  writes.push(journal.add(3, []));
  await Promise.all(writes);
  await journal.close();
  const lines = [...(await readJournal(file, warn)), ...(await readJournal(join(folder, "b.journal"), warn))];
  expect(lines).toEqual([line(1), line(2), line(3)]);
});

test("a torn last line is dropped and told of", async () => {
  const { file, warn, warnings } = await setup();
  await writeFile(file, `${JSON.stringify(line(1))}\n{"n":2,"chan`);
  expect(await readJournal(file, warn)).toEqual([line(1)]);
  expect(warnings).toEqual([expect.stringContaining("the last line is torn and was dropped")]);
});

test("damage before the last line is an error that names the file and the line", async () => {
  const { file, warn } = await setup();
  await writeFile(file, `oops\n${JSON.stringify(line(2))}\n`);
  await expect(readJournal(file, warn)).rejects.toThrow(DamagedFile);
  await expect(readJournal(file, warn)).rejects.toThrow(
    /a\.journal is damaged: line 1 is not a list of changes\. Nothing was changed\./,
  );
});

test("after a failed write everything is refused, with the reason", async () => {
  const { folder, failures } = await setup();
  const journal = new Journal(join(folder, "no", "such", "folder"), {
    durable: true,
    failed: (e) => failures.push(e),
  });
  await expect(journal.add(1, [])).rejects.toThrow(/cannot be written/);
  expect(() => journal.add(2, [])).toThrow(/cannot be written/);
  expect(journal.failure?.message).toMatch(/cannot be written/);
});

test("lines of any length and script come back as they were", async () => {
  const { journal, file, warn } = await setup();
  const token = (n: number) => "ż🎉a".repeat(n % 5 === 4 ? 400_000 : n);
  const company = (n: number) => ({ id: "main", name: "Main", token: token(n) });
  const kept: unknown[] = [];
  for (let n = 1; n <= 20; n += 1) {
    kept.push(journal.add(n, [{ table: "companies", after: company(n) }]));
    if (n % 3 === 0) await kept.at(-1);
  }
  await Promise.all(kept);
  expect((await readJournal(file, warn)).map(({ changes }) => changes[0]?.after)).toEqual(
    Array.from({ length: 20 }, (_, place) => company(place + 1)),
  );
  expect(journal.bytes).toBe((await readFile(file)).length);
  await journal.close();
});
