import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { Journal } from "../../../../mock-server/store/disk/journal.js";
import { JournalFile } from "../../../../mock-server/store/disk/journal-file.js";
import { diskError } from "../../../support/file-handles.js";
import { journalText, linesOf } from "../../../support/journal.js";
import { temporaryFolder } from "../../../support/temporary-folder.js";

async function setup(options: { durable?: boolean } = {}) {
  const folder = await temporaryFolder();
  const file = join(folder, "a.journal");
  const failures: Error[] = [];
  const journal = new Journal(file, {
    durable: options.durable ?? true,
    failed: (e) => failures.push(e),
  });
  return { folder, file, journal, failures };
}

const line = (n: number) => ({ n, changes: [] });

test("durable lines are on the disk when add resolves, and share writes", async () => {
  const { file, journal } = await setup();
  const first = journal.add([]);
  const second = journal.add([]);
  expect(second).toBe(first);
  await first;
  const text = await readFile(file, "utf8");
  expect(text).toBe(journalText([line(1), line(2)], { writer: text.slice(9, 17) }));
  await journal.close();
});

test("lines added during a write are written after it in order", async () => {
  const { file, journal } = await setup();
  await Promise.all(
    Array.from({ length: 200 }, async (_, index) => {
      for (let turn = 0; turn < index % 7; turn += 1) await Promise.resolve();
      return journal.add([]);
    }),
  );
  expect(await linesOf(file)).toHaveLength(200);
  await journal.close();
});

test("without durable add returns at once, and close writes the rest", async () => {
  const { file, journal } = await setup({ durable: false });
  expect(journal.add([])).toBeUndefined();
  await journal.close();
  expect(await linesOf(file)).toEqual([line(1)]);
});

test("continuing in a new file loses no line", async () => {
  const { folder, file, journal } = await setup();
  const writes = [journal.add([])];
  const moved = journal.moveTo(join(folder, "b.journal"));
  writes.push(journal.add([]));
  await moved;
  writes.push(journal.add([]));
  await Promise.all(writes);
  await journal.close();
  const lines = [...(await linesOf(file)), ...(await linesOf(join(folder, "b.journal")))];
  expect(lines).toEqual([line(1), line(2), line(3)]);
});

test("after a failed write all changes are refused with the reason", async () => {
  const { folder, failures } = await setup();
  const journal = new Journal(join(folder, "no", "such", "folder"), {
    durable: true,
    failed: (e) => failures.push(e),
  });
  await expect(journal.add([])).rejects.toThrow(/writing .* failed/);
  expect(() => journal.add([])).toThrow(/writing .* failed/);
  expect(journal.failure?.message).toMatch(/writing .* failed/);
});

test("lines of any length and script read back equal", async () => {
  const { journal, file } = await setup();
  const token = (n: number) => "ż🎉a".repeat(n % 5 === 4 ? 400_000 : n);
  const company = (n: number) => ({ id: "main", name: "Main", token: token(n) });
  const kept: unknown[] = [];
  for (let n = 1; n <= 20; n += 1) {
    kept.push(journal.add([{ table: "companies", before: undefined, after: company(n) }]));
    if (n % 3 === 0) await kept.at(-1);
  }
  await Promise.all(kept);
  expect((await linesOf(file)).map((line) => "changes" in line && line.changes[0]?.after)).toEqual(
    Array.from({ length: 20 }, (_, index) => company(index + 1)),
  );
  expect(journal.bytes).toBe((await readFile(file)).length);
  await journal.close();
});

test("a file that cannot be closed does not stop the journal", async () => {
  const { folder, file, journal } = await setup();
  await journal.add([]);
  const { close } = JournalFile.prototype;
  const spy = vi.spyOn(JournalFile.prototype, "close").mockImplementationOnce(async function (this: JournalFile) {
    await close.call(this);
    throw diskError("EIO");
  });
  onTestFinished(() => spy.mockRestore());
  await expect(journal.moveTo(join(folder, "b.journal"))).rejects.toThrow("EIO");
  await journal.add([]);
  await journal.close();
  expect([...(await linesOf(file)), ...(await linesOf(join(folder, "b.journal")))]).toEqual([line(1), line(2)]);
});
