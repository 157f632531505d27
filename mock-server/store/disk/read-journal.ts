import { basename } from "node:path";
import { decodeUtf8, NotUtf8Error } from "../../../shared/utf8.js";
import { DamagedFileError } from "./damaged-file.js";
import {
  checkedPart,
  checksumLength,
  isJournalLine,
  type JournalHeader,
  type JournalLine,
  journalFormat,
  splitWriter,
  writerLength,
} from "./journal-format.js";
import { type Row, readRows } from "./read-rows.js";

/**
 * Yields the lines of a journal in order. A killed server leaves an incomplete last line, which is dropped with a
 * warning. Any other invalid line throws DamagedFileError with its number and byte.
 */
export async function* readJournal(file: string, warn: (message: string) => void): AsyncGenerator<JournalLine> {
  const reader = new JournalReader();
  let lineNumber = 0;
  for await (const row of readRows(file)) {
    lineNumber += 1;
    try {
      const line = reader.read(row);
      if (line !== undefined) yield line;
    } catch (error) {
      if (error instanceof IncompleteLineError) warn(`${file}: ${error.message}`);
      else if (error instanceof InvalidLineError) throw damageAt(file, lineNumber, row, error);
      else throw error;
    }
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

/** Reads the rows of one journal in either format. */
class JournalReader {
  #header: (JournalHeader & { readonly writer: string }) | "none" | undefined;
  /** Number of the previous line. */
  #last: number | undefined;

  /** Returns the line in a row; undefined for the header. Throws InvalidLineError or IncompleteLineError. */
  read(row: Row): JournalLine | undefined {
    // Format 1 has no header and begins with JSON.
    if (this.#header === undefined && row.bytes.toString("latin1", 0, 1) === "{") this.#header = "none";
    const isHeader = this.#header === undefined;
    const value = row.isWhole ? this.#parse(row.bytes) : this.#parseLast(row.bytes);
    if (isHeader) return undefined;
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
    const { writer, json } = splitWriter(decode(checked));
    const value = parseJson(json);
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

function headerIn(value: unknown): JournalHeader {
  const { journal, durable } = (value ?? {}) as { journal?: unknown; durable?: unknown };
  if (typeof journal === "number" && journal !== journalFormat)
    throw new InvalidLineError(`it names format ${journal}, which a newer version of luna-sandbox wrote`);
  if (journal !== journalFormat || typeof durable !== "boolean") throw new InvalidLineError("it is not a header");
  return { journal, durable };
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
