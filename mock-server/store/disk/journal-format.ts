import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import type { Change } from "../port.js";

/** One committed transaction: its number, and what each changed record is now. */
export interface JournalLine {
  readonly n: number;
  readonly changes: readonly Pick<Change, "table" | "after">[];
}

/** The first line of a journal. */
export interface JournalHeader {
  readonly journal: typeof journalFormat;
  /** Responses waited until their changes were on the disk. */
  readonly durable: boolean;
}

/** Journals of format 1 had neither a header nor checksums; they are only read. */
export const journalFormat = 2;

/** A checksum in hexadecimal and a space. */
export const checksumLength = 9;

/** Length of the random hexadecimal name of a writer. */
export const writerLength = 8;

/** Returns a name for the server that writes a journal. */
export const newWriter = (): string => randomBytes(writerLength / 2).toString("hex");

/** Returns the checksum that a line begins with, of all that follows it. */
export const checksumOf = (bytes: Buffer): string => `${crc32(bytes).toString(16).padStart(8, "0")} `;

/** Writes what `checksumOf` returns in front of a line in memory. A string would cost 0.2 µs. */
export function writeChecksum(memory: Buffer, at: number, end: number): void {
  const crc = crc32(memory.subarray(at + checksumLength, end));
  for (let digit = 0; digit < 8; digit += 1) {
    const value = (crc >>> (28 - 4 * digit)) & 0xf;
    memory[at + digit] = value < 10 ? 0x30 + value : 0x57 + value;
  }
  memory[at + 8] = 0x20;
}

/** Returns a line without its checksum. `writer` identifies the server that wrote it. */
export const encodeLine = (writer: string, value: JournalHeader | JournalLine): string =>
  `${writer} ${JSON.stringify(value)}`;

/** Returns the length of a line in its file, in bytes. */
export const checkedLength = (line: string): number => checksumLength + Buffer.byteLength(line) + 1;

/** Returns the part of a row that its checksum covers; undefined if the checksum is wrong. */
export function checkedPart(row: Buffer): Buffer | undefined {
  const rest = row.subarray(checksumLength);
  return row.toString("latin1", 0, checksumLength) === checksumOf(rest) ? rest : undefined;
}

/** Splits the part that a checksum covers into the writer and the JSON text. */
export function splitWriter(text: string): { readonly writer: string; readonly json: string } {
  const space = text.indexOf(" ");
  return { writer: text.slice(0, space), json: text.slice(space + 1) };
}

const tables = {
  companies: true,
  templates: true,
  clients: true,
  cards: true,
  operations: true,
  pushes: true,
  sequences: true,
  clock: true,
  profile: true,
} satisfies Record<Change["table"], true>;

/** Whether a value is a line, as far as its own form shows; the records in it are validated with the state. */
export function isJournalLine(value: unknown): value is JournalLine {
  const { n, changes } = (value ?? {}) as { n?: unknown; changes?: unknown };
  const isChange = (change: { table?: string; after?: unknown } | null) =>
    Object.hasOwn(tables, change?.table ?? "") && typeof change?.after === "object" && change.after !== null;
  return Number.isSafeInteger(n) && Array.isArray(changes) && changes.every(isChange);
}
