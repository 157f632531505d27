import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { DamagedFileError } from "../../../../mock-server/store/disk/damaged-file.js";
import { encodeLine } from "../../../../mock-server/store/disk/journal-lines.js";
import { journalText, linesOf, row } from "../../../support/journal.js";
import { temporaryFolder } from "../../../support/temporary-folder.js";

async function journal(content: string | Buffer): Promise<string> {
  const folder = await temporaryFolder();
  const file = join(folder, "a.7.journal");
  await writeFile(file, content);
  return file;
}

const company = (token: string) => ({ table: "companies", after: { id: "main", name: "Main", token } }) as const;
const line = (n: number, token = "t") => ({ n, changes: [company(token)] });
const three = [line(4), line(5), line(6)];
/** Returns the text of the three lines without the last `cut` bytes. */
const torn = (cut: number, options = {}) => Buffer.from(journalText(three, options)).subarray(0, -cut);

test("a journal without lines, or without a byte, has no changes", async () => {
  const warnings: string[] = [];
  expect(await linesOf(await journal(journalText([])), warnings)).toEqual([]);
  expect(await linesOf(await journal(""), warnings)).toEqual([]);
  expect(await linesOf("/no/such/a.1.journal", warnings)).toEqual([]);
  expect(warnings).toEqual([]);
});

test("lines of any length and script are read in pieces", async () => {
  const lines = [3, 100, 300_000, 1, 600_000, 2].map((length, at) => line(at + 1, "ż🎉a".repeat(length)));
  expect(await linesOf(await journal(journalText(lines)))).toEqual(lines);
});

test("any changed bit of a journal is detected", async () => {
  const lines = Array.from({ length: 20 }, (_, at) => line(at + 1, `ż🎉${at}`));
  const good = Buffer.from(journalText(lines));
  const file = await journal(good);
  await fc.assert(
    fc.asyncProperty(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
      const changed = Buffer.from(good);
      changed.writeUInt8(changed.readUInt8(at) ^ mask, at);
      await writeFile(file, changed);
      await expect(linesOf(file)).rejects.toThrow(DamagedFileError);
    }),
    {
      numRuns: 400,
      examples: [
        [good.length - 1, 1],
        [0, 1],
        [8, 1],
        [17, 32],
      ],
    },
  );
});

test("a journal cut anywhere loses one incomplete line with a warning", async () => {
  const good = Buffer.from(journalText(three));
  const ends = [...good.keys()].filter((at) => good.readUInt8(at) === 10);
  for (let length = 1; length < good.length; length += 1) {
    const warnings: string[] = [];
    const found = await linesOf(await journal(good.subarray(0, length)), warnings);
    // A line is complete without its line break.
    const whole = ends.filter((end) => end <= length).length;
    expect(found).toEqual(three.slice(0, Math.max(0, whole - 1)));
    const isBetweenLines = ends.some((end) => end === length || end + 1 === length);
    expect(warnings).toHaveLength(isBetweenLines ? 0 : 1);
  }
});

test.each([
  [true, "its change was never confirmed"],
  [false, "its change is lost, as changes of the last 100 ms before a kill can be without --durable"],
])("with durable %s the warning about an incomplete line contains: %s", async (durable, text) => {
  const warnings: string[] = [];
  const file = await journal(torn(10, { durable }));
  expect(await linesOf(file, warnings)).toEqual(three.slice(0, 2));
  expect(warnings).toEqual([`${file}: the last line is incomplete and was dropped; ${text}`]);
});

test("zeros after a power cut are dropped only with durable", async () => {
  const zeros = Buffer.alloc(5000);
  const warnings: string[] = [];
  expect(await linesOf(await journal(Buffer.concat([torn(10), zeros])), warnings)).toEqual(three.slice(0, 2));
  expect(await linesOf(await journal(Buffer.concat([Buffer.from(journalText(three)), zeros])), warnings)).toEqual(
    three,
  );
  expect(await linesOf(await journal(zeros.subarray(0, 57)), warnings)).toEqual([]);
  expect(warnings.map((text) => text.replace(/.*: /, ""))).toEqual([
    "the last line is incomplete and was dropped; its change was never confirmed",
    "the last line is incomplete and was dropped; its change was never confirmed",
    "the first line is incomplete; the journal holds no change",
  ]);
  for (const content of [zeros, Buffer.concat([torn(10, { durable: false }), zeros])])
    await expect(linesOf(await journal(content))).rejects.toThrow("it is not the beginning of a line");
});

const foreign = row(encodeLine("ffffffff", line(7)));
const [header, first, second, third] = journalText(three).split("\n");

test.each([
  [
    "an incomplete line before the last",
    `${torn(10)}\n${row(encodeLine("0a1b2c3d", line(7)))}`,
    4,
    "its checksum is wrong",
  ],
  ["a line of another server", journalText(three) + foreign, 5, "it was written by another server"],
  [
    "a part of another server's line",
    journalText(three) + foreign.slice(0, -5),
    5,
    "it is not the beginning of a line",
  ],
  ["a line of format 1", `${journalText(three)}${JSON.stringify(line(7))}\n`, 5, "its checksum is wrong"],
  ["no header", `${first}\n${second}\n`, 1, "it is not a header"],
  ["a missing line", `${header}\n${first}\n${third}\n`, 3, "its number is 6, not 5"],
  ["a line twice", `${header}\n${first}\n${first}\n`, 3, "its number is 4, not 5"],
  ["no changes", journalText([{ n: 1 }]), 2, "it is not a list of changes"],
  ["a later format", row('0a1b2c3d {"journal":4}'), 1, "it names format 4, which a newer version"],
  ["text", "no journal", 1, "it is not the beginning of a line"],
  ["format 1 with text", `${JSON.stringify(line(1))}\noops\n`, 2, "it is not JSON"],
  ["format 1 in Latin-1", Buffer.from(`${JSON.stringify(line(1, "\xe9"))}\n`, "latin1"), 1, "it is not UTF-8"],
])("%s is damage, with its line, its byte and advice", async (_what, content, index, reason) => {
  const message = await linesOf(await journal(content)).catch((error) => `${error.name} ${error.message}`);
  const bytes = Buffer.from(content);
  let offset = 0;
  for (let at = 1; at < index; at += 1) offset = bytes.indexOf(10, offset) + 1;
  expect(message).toContain(`a.7.journal is damaged at line ${index} (byte ${offset}): ${reason}`);
  expect(message).toContain(`cut the file to ${offset} bytes and delete the later journals of a`);
  expect(message).toMatch(/^DamagedFileError /);
});

test("a journal of format 1 is read, without its incomplete last line", async () => {
  const warnings: string[] = [];
  const text = three.map((one) => `${JSON.stringify(one)}\n`).join("");
  expect(await linesOf(await journal(text), warnings)).toEqual(three);
  expect(await linesOf(await journal(`${text}{"n":7,"ch`), warnings)).toEqual(three);
  expect(warnings).toEqual([expect.stringContaining("the last line is incomplete and was dropped")]);
});
