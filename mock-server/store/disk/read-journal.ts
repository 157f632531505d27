import { basename } from "node:path";
import { decodeUtf8, NotUtf8Error } from "../../../shared/utf8.js";
import type { Change } from "../port.js";
import { DamagedFileError } from "./damaged-file.js";
import {
  checksumLength,
  checksumOf,
  type JournalHeader,
  type JournalLine,
  journalFormat,
  writerLength,
} from "./journal-lines.js";
import { type Row, readRows } from "./read-rows.js";

/**
 * Yields the lines of a journal in order, many at a time. A killed server leaves an incomplete last line, which is
 * dropped with a warning. Any other invalid line throws DamagedFileError with its number and byte.
 */
export async function* readJournal(
  file: string,
  warn: (message: string) => void,
): AsyncGenerator<readonly JournalLine[]> {
  const reader = new JournalReader();
  let lineNumber = 0;
  for await (const rows of readRows(file)) {
    const lines: JournalLine[] = [];
    for (const row of rows) {
      lineNumber += 1;
      try {
        const line = reader.read(row);
        if (line !== undefined) lines.push(line);
      } catch (error) {
        if (error instanceof IncompleteLineError) warn(`${file}: ${error.message}`);
        else if (error instanceof InvalidLineError) throw damageAt(file, lineNumber, row, error);
        else throw error;
      }
    }
    yield lines;
  }
}

function damageAt(file: string, lineNumber: number, { offset }: Row, { message }: Error): DamagedFileError {
  const [id] = basename(file).split(/\.\d+\.journal$/);
  return new DamagedFileError(
    file,
    `is damaged at line ${lineNumber} (byte ${offset}): ${message}`,
    `put back a good copy, or give up the later changes: cut the file to ${offset} bytes and delete the later journals of ${id}`,
  );
}

class InvalidLineError extends Error {
  override name = "InvalidLineError" as const;
}

class IncompleteLineError extends Error {
  override name = "IncompleteLineError" as const;
}

/** Reads the rows of one journal of any format. */
class JournalReader {
  #header: (Pick<JournalHeader, "durable"> & { readonly writer: string }) | "none" | undefined;
  /** Number of the previous line. */
  #last: number | undefined;

  /** Returns the line in a row; undefined for the header. Throws InvalidLineError or IncompleteLineError. */
  read(row: Row): JournalLine | undefined {
    // Format 1 has no header and begins with JSON.
    if (this.#header === undefined && row.bytes.toString("latin1", 0, 1) === "{") this.#header = "none";
    const isHeader = this.#header === undefined;
    const value = row.isWhole ? this.#parse(row.bytes) : this.#parseLast(row.bytes);
    if (isHeader || isRepeatedHeader(value)) return undefined;
    if (!isJournalLine(value)) throw new InvalidLineError("it is not a list of changes");
    const expected = this.#last === undefined ? value.n : this.#last + 1;
    if (value.n !== expected) throw new InvalidLineError(`its number is ${value.n}, not ${expected}`);
    this.#last = value.n;
    return value;
  }

  #parse(bytes: Buffer): unknown {
    if (this.#header === "none") return parseJson(decode(bytes));
    const checked = checkedPart(bytes);
    if (checked === undefined) throw new InvalidLineError("its checksum is wrong");
    const text = decode(checked);
    const writer = text.slice(0, text.indexOf(" "));
    const value = parseJson(text.slice(writer.length + 1));
    if (this.#header === undefined) this.#header = { ...headerIn(value), writer };
    else if (writer !== this.#header.writer)
      throw new InvalidLineError(`it was written by another server (${writer}, not ${this.#header.writer})`);
    return value;
  }

  /** Parses the last row, which has no line break but may be complete. */
  #parseLast(bytes: Buffer): unknown {
    try {
      return this.#parse(bytes);
    } catch (error) {
      if (!(error instanceof InvalidLineError)) throw error;
    }
    if (this.#header !== "none" && checkedPart(bytes.subarray(0, -1)) !== undefined)
      throw new InvalidLineError("its line break was changed");
    const header = this.#header === "none" ? { durable: false } : this.#header;
    // After a power cut a file can be longer than its data. Only with --durable such changes are unconfirmed.
    const mayEndInZeros = header?.durable ?? bytes.length <= maxHeaderBytes;
    const text = mayEndInZeros ? bytes.subarray(0, bytes.findLastIndex((byte) => byte !== 0) + 1) : bytes;
    if (!this.#isBeginOfLine(text)) throw new InvalidLineError("it is not the beginning of a line");
    throw new IncompleteLineError(
      header === undefined
        ? "the first line is incomplete; the journal holds no change"
        : `the last line is incomplete and was dropped; ${fateOf(header)}`,
    );
  }

  /** Whether the bytes can be the beginning of a line that this journal's server wrote. */
  #isBeginOfLine(bytes: Buffer): boolean {
    if (bytes.some((byte) => byte < firstPrintable)) return false;
    const begin = bytes.toString("latin1", 0, checksumLength + writerLength);
    if (this.#header === "none") return begin.startsWith("{");
    const writer = begin.slice(checksumLength);
    const isOwn = this.#header === undefined ? bytes.length <= maxHeaderBytes : this.#header.writer.startsWith(writer);
    return /^[0-9a-f]{0,8}$|^[0-9a-f]{8} /.test(begin) && isOwn;
  }
}

const firstPrintable = 0x20;
/** Longer than any header, and shorter than a header with a line. */
const maxHeaderBytes = 80;

const fateOf = ({ durable }: Pick<JournalHeader, "durable">): string =>
  durable
    ? "its change was never confirmed"
    : "its change is lost, as changes of the last 100 ms before a kill can be without --durable";

/** Formats whose first line is a header. */
const headerFormats: readonly unknown[] = [2, journalFormat];

function headerIn(value: unknown): Pick<JournalHeader, "durable"> {
  const { journal, durable } = (value ?? {}) as { journal?: unknown; durable?: unknown };
  const isKnown = headerFormats.includes(journal);
  if (typeof journal === "number" && !isKnown)
    throw new InvalidLineError(`it names format ${journal}, which a newer version of luna-sandbox wrote`);
  if (!isKnown || typeof durable !== "boolean") throw new InvalidLineError("it is not a header");
  return { durable };
}

/** Whether a line is the header again, which shows that writes work after a failure. */
const isRepeatedHeader = (value: unknown): boolean => typeof value === "object" && value !== null && "journal" in value;

/** Returns the part of a row after its checksum; undefined if the checksum is wrong. */
function checkedPart(row: Buffer): Buffer | undefined {
  const rest = row.subarray(checksumLength);
  return row.toString("latin1", 0, checksumLength) === checksumOf(rest) ? rest : undefined;
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

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;

const isChange = (change: { table?: string; after?: unknown; set?: unknown } | null): boolean =>
  Object.hasOwn(tables, change?.table ?? "") && (isObject(change?.after) || isObject(change?.set));

/** Tests of steps other than transactions, by their first key. */
const stepTests: Readonly<Record<string, (step: Record<string, unknown>) => boolean>> = {
  snapshot: ({ snapshot, createdAt }) => typeof snapshot === "string" && typeof createdAt === "string",
  deletedSnapshot: ({ deletedSnapshot }) => typeof deletedSnapshot === "string",
  restored: isRestoring,
  reset: isRestoring,
  faults: ({ faults }) => Array.isArray(faults),
};

function isRestoring({ from, companies }: Record<string, unknown>): boolean {
  const { base, version } = (from ?? {}) as { base?: unknown; version?: unknown };
  return Number.isSafeInteger(base) && Number.isSafeInteger(version) && Array.isArray(companies);
}

/** Whether a value has the form of a line. Its records are validated later, with the whole state. */
function isJournalLine(value: unknown): value is JournalLine {
  const step = (value ?? {}) as Record<string, unknown>;
  if (!Number.isSafeInteger(step.n)) return false;
  if (Array.isArray(step.changes)) return step.changes.every(isChange);
  return Object.keys(step).some((key) => Object.hasOwn(stepTests, key) && stepTests[key]?.(step) === true);
}

function decode(bytes: Buffer): string {
  try {
    // Offset 1, because a byte order mark is skipped only at offset 0 and a journal never has one.
    return decodeUtf8(bytes, 1);
  } catch (error) {
    if (error instanceof NotUtf8Error) throw new InvalidLineError("it is not UTF-8");
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new InvalidLineError("it is not JSON");
    throw error;
  }
}
