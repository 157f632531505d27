import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import { mebibyte } from "../../../shared/units.js";
import type { Company, Iso } from "../../model/records.js";
import type { Change } from "../port.js";
import type { Place } from "./head.js";

/** A changed record: the whole record if it is new, otherwise the changed fields of the record with this key. */
export type LineChange =
  | { readonly table: Change["table"]; readonly after: object }
  | { readonly table: Change["table"]; readonly key?: string | number; readonly set: object; readonly after?: never };

/** A step that replaces all records by those of a place. `companies` have the tokens after it. */
export interface RestoringStep {
  readonly restored?: string;
  readonly reset?: true;
  readonly from: Place;
  readonly companies: readonly Company[];
}

/** A step other than a transaction, as its line has it. */
export type LineStep =
  | { readonly snapshot: string; readonly createdAt: Iso }
  | { readonly deletedSnapshot: string }
  | RestoringStep
  | { readonly faults: readonly unknown[] };

/** One committed step with its number: the changed records of a transaction, or another step. */
export type JournalLine = { readonly n: number } & ({ readonly changes: readonly LineChange[] } | LineStep);

/** The first line of a journal. It is repeated when changes are accepted again after a failed write. */
export interface JournalHeader {
  readonly journal: typeof journalFormat;
  /** Whether responses waited until their changes were on the disk. */
  readonly durable: boolean;
}

/**
 * The format of new journals. Format 2 has whole records instead of changed fields, and format 1 neither a header nor
 * checksums; both are only read.
 */
export const journalFormat = 3;

/** The field with the key of a record; undefined for tables of one record. */
export const keyFields: Readonly<Partial<Record<Change["table"], string>>> = {
  companies: "id",
  templates: "id",
  clients: "id",
  cards: "serial",
};

/** Length of a hexadecimal checksum and a space. */
export const checksumLength = 9;

/** Length of a writer's random hexadecimal id. */
export const writerLength = 8;

/** Returns an id for the server that writes a journal. */
export const newWriter = (): string => randomBytes(writerLength / 2).toString("hex");

/** Returns the checksum at the beginning of a line, of all bytes after it. */
export const checksumOf = (bytes: Buffer): string => `${crc32(bytes).toString(16).padStart(8, "0")} `;

/** Returns a header or a line of the present format, without its checksum. `writer` is the id of the server. */
export const encodeLine = (writer: string, value: JournalHeader | JournalLine): string =>
  `${writer} ${JSON.stringify(value)}`;

/** Returns a line with its checksum and line break. */
export function checkedLine(line: string): Buffer {
  const bytes = Buffer.from(`${line}\n`);
  return Buffer.concat([Buffer.from(checksumOf(bytes.subarray(0, -1))), bytes]);
}

/** Returns the line of a transaction, without its checksum. It takes half the time of JSON.stringify(). */
export function encodeChanges(writer: string, n: number, changes: readonly Change[]): string {
  let text = `${writer} {"n":${n},"changes":[`;
  for (let at = 0; at < changes.length; at += 1) text += `${at === 0 ? "" : ","}${encodeChange(changes[at] as Change)}`;
  return `${text}]}`;
}

function encodeChange({ table, before, after }: Change): string {
  const fields = Object.keys(after);
  if (before === undefined || !hasFields(before, fields))
    return `{"table":"${table}","after":{${encodeFields(after, fields)}}}`;
  const keyField = keyFields[table];
  const key = keyField === undefined ? "" : `,"key":${encodeValue(after[keyField as never])}`;
  return `{"table":"${table}"${key},"set":{${encodeFields(after, fields, before)}}}`;
}

/** Whether a record has exactly these fields, in this order. */
function hasFields(record: object, fields: readonly string[]): boolean {
  const own = Object.keys(record);
  return own.length === fields.length && own.every((field, at) => field === fields[at]);
}

/** Returns fields of a record, without braces, except those that are equal in `before`. */
function encodeFields(record: object, fields: readonly string[], before?: object): string {
  let text = "";
  for (const field of fields) {
    const value: unknown = record[field as never];
    if (value === undefined || (before !== undefined && before[field as never] === value)) continue;
    text += `${text === "" ? '"' : ',"'}${field}":${encodeValue(value)}`;
  }
  return text;
}

/** A short text without characters that JSON escapes. */
const plainText = /^[\w .:-]{0,64}$/;

function encodeValue(value: unknown): string {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && plainText.test(value) ? `"${value}"` : JSON.stringify(value);
}

const lineBreak = 10;

/** Maximum size of the memory that clear() keeps, in bytes: a very long line must not occupy it for ever. */
const maxSpareBytes = mebibyte;

/** Lines with checksums, as bytes in reused memory: fresh memory costs more than the write. */
class LineBuffer {
  #memory = Buffer.allocUnsafeSlow(16 * 1024);
  #length = 0;
  #count = 0;

  /** Size in bytes. */
  get size(): number {
    return this.#length;
  }

  /** Number of lines. */
  get count(): number {
    return this.#count;
  }

  /** Adds a line after calling `reserve` with its length in bytes, which may throw. */
  add(line: string, reserve: (bytes: number) => void): void {
    // UTF-8 takes up to three bytes for each unit of a string.
    this.#ensure(checksumLength + 3 * line.length + 1);
    const begin = this.#length + checksumLength;
    const end = begin + this.#memory.write(line, begin);
    reserve(end + 1 - this.#length);
    this.#writeChecksum(end);
    this.#memory[end] = lineBreak;
    this.#length = end + 1;
    this.#count += 1;
  }

  /** Writes the result of `checksumOf` before a line that ends at `end`. A string would cost 0.2 µs. */
  #writeChecksum(end: number): void {
    const crc = crc32(this.#memory.subarray(this.#length + checksumLength, end));
    for (let digit = 0; digit < 8; digit += 1) {
      const value = (crc >>> (28 - 4 * digit)) & 0xf;
      this.#memory[this.#length + digit] = value < 10 ? 0x30 + value : 0x57 + value;
    }
    this.#memory[this.#length + 8] = 0x20;
  }

  #ensure(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#memory.length) return;
    const memory = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#memory.length));
    this.#memory.copy(memory, 0, 0, this.#length);
    this.#memory = memory;
  }

  /** All lines; valid until the next change. */
  get bytes(): Buffer {
    return this.#memory.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
    this.#count = 0;
    if (this.#memory.length > maxSpareBytes) this.#memory = Buffer.allocUnsafeSlow(maxSpareBytes);
  }
}

/** Lines of the running write, and lines gathered for the next write. */
export class PendingLines {
  #writing = new LineBuffer();
  #writingSince = 0;
  #gathered = new LineBuffer();
  #gatheredSince = 0;

  get count(): number {
    return this.#writing.count + this.#gathered.count;
  }

  get bytes(): number {
    return this.#writing.size + this.#gathered.size;
  }

  get hasGathered(): boolean {
    return this.#gathered.size > 0;
  }

  /** Time at which the oldest line was added. */
  get since(): number {
    return this.#writing.size > 0 ? this.#writingSince : this.#gatheredSince;
  }

  /** Adds a line after calling `reserve` with its length in bytes, which may throw. */
  add(line: string, now: number, reserve: (bytes: number) => void): void {
    const isFirst = this.#gathered.size === 0;
    this.#gathered.add(line, reserve);
    if (isFirst) this.#gatheredSince = now;
  }

  /** Returns the lines to write now: those of a failed write, otherwise all gathered lines. */
  beginWrite(): Buffer {
    if (this.#writing.size === 0) {
      [this.#gathered, this.#writing] = [this.#writing, this.#gathered];
      this.#writingSince = this.#gatheredSince;
    }
    return this.#writing.bytes;
  }

  /** Removes the lines that beginWrite returned. */
  endWrite(): void {
    this.#writing.clear();
  }

  clear(): void {
    this.#writing.clear();
    this.#gathered.clear();
  }
}
