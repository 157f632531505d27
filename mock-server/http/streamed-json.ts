import { isUtf8 } from "node:buffer";
import { isJson } from "../../shared/json.js";
import { mebibyte } from "../../shared/units.js";
import { decodeUtf8 } from "../../shared/utf8.js";
import { ControlError } from "../control/control-error.js";

/** Bytes of elements that are parsed at once. Smaller batches cost time, larger ones delay other requests. */
const defaultBatchBytes = mebibyte;

/** Maximum size of an element of a list, and of everything outside of lists. V8 has no strings of more than 512 MiB. */
const maxPartMebibytes = 64;

/** Maximum number of lists that are not part of a list; a state has fewer than 20. */
const maxLists = 100;

const quote = 0x22;
const comma = 0x2c;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Parses JSON. Messages call it `subject`. Throws ControlError. */
export function parseJson(bytes: Buffer, subject = "the body"): unknown {
  if (!isUtf8(bytes)) throw new ControlError(400, `${subject} must be UTF-8`);
  try {
    return JSON.parse(decodeUtf8(bytes));
  } catch {
    throw new ControlError(400, `${subject} must be JSON`);
  }
}

/** Whether a byte outside of strings matters to the scanner. */
const isMark = new Uint8Array(256);
for (const mark of [quote, comma, openBracket, closeBracket, openBrace, closeBrace]) isMark[mark] = 1;

/** Returns the position of the next mark, or the length of the chunk. */
function nextMark(chunk: Buffer, from: number): number {
  let at = from;
  while (at < chunk.length && isMark[chunk[at] as number] === 0) at += 1;
  return at;
}

/** Bytes that are collected from chunks. */
class Part {
  #chunks: Buffer[] = [];
  size = 0;

  add(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.size += bytes.length;
    if (this.size > maxPartMebibytes * mebibyte)
      throw new ControlError(413, `a record, or all texts outside of lists, must have at most ${maxPartMebibytes} MiB`);
    this.#chunks.push(bytes);
  }

  /** Returns the bytes and starts again. */
  take(before = "", after = ""): Buffer {
    const bytes = Buffer.concat([Buffer.from(before), ...this.#chunks, Buffer.from(after)]);
    this.#chunks = [];
    this.size = 0;
    return bytes;
  }
}

/**
 * Parses JSON that arrives in chunks, in time and memory for large lists: it never has the whole text. A scanner finds
 * the ends of elements, and JSON.parse parses a batch of elements at a time. Only a list that is not part of a list is
 * divided into batches. In the text around the lists, the number of a list stands for its elements. Accepts the same
 * texts as JSON.parse. The functions throw ControlError.
 */
export class StreamedJson {
  readonly #subject: string;
  readonly #batchBytes: number;
  readonly #lists: unknown[][] = [];
  /** The text outside of lists. */
  readonly #outside = new Part();
  /** Elements of the present list that are not parsed yet. */
  readonly #elements = new Part();
  /** Number of open brackets and braces inside the present list; undefined outside of lists. */
  #depth: number | undefined;
  #isInString = false;
  #isEscaped = false;

  constructor(subject = "the body", batchBytes = defaultBatchBytes) {
    this.#subject = subject;
    this.#batchBytes = batchBytes;
  }

  add(chunk: Buffer): void {
    let from = 0;
    let at = 0;
    while (at < chunk.length) {
      if (this.#isInString) {
        at = this.#endOfString(chunk, at);
        continue;
      }
      at = nextMark(chunk, at);
      if (at === chunk.length) break;
      const byte = chunk[at];
      if (byte === quote) this.#isInString = true;
      else if (this.#depth === undefined) {
        if (byte === openBracket) {
          this.#outside.add(chunk.subarray(from, at + 1));
          this.#beginList();
          from = at + 1;
        }
      } else if (byte === openBracket || byte === openBrace) this.#depth += 1;
      else if (this.#depth > 0) {
        if (byte !== comma) this.#depth -= 1;
      } else if (byte === comma) {
        if (this.#elements.size + at - from >= this.#batchBytes) {
          this.#elements.add(chunk.subarray(from, at));
          this.#parseElements(false);
          from = at + 1;
        }
      } else {
        this.#elements.add(chunk.subarray(from, at));
        this.#parseElements(true);
        // The bracket belongs to the text outside. If it is a brace, that text is invalid.
        this.#depth = undefined;
        from = at;
      }
      at += 1;
    }
    (this.#depth === undefined ? this.#outside : this.#elements).add(chunk.subarray(from));
  }

  /** Returns the position after the present string, or the length of the chunk if it goes on. */
  #endOfString(chunk: Buffer, from: number): number {
    let at = from;
    if (this.#isEscaped) at += 1;
    this.#isEscaped = false;
    for (; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (byte === quote) {
        this.#isInString = false;
        return at + 1;
      }
      if (byte === backslash) at += 1;
    }
    this.#isEscaped = at > chunk.length;
    return chunk.length;
  }

  /** Returns the value of the whole text. */
  end(): unknown {
    return this.#withLists(parseJson(this.#outside.take(), this.#subject));
  }

  #beginList(): void {
    if (this.#lists.length === maxLists)
      throw new ControlError(400, `a large body must have at most ${maxLists} lists outside of lists`);
    this.#outside.add(Buffer.from(String(this.#lists.length)));
    this.#lists.push([]);
    this.#depth = 0;
  }

  #parseElements(isLast: boolean): void {
    const list = this.#lists.at(-1) as unknown[];
    const elements = parseJson(this.#elements.take("[", "]"), this.#subject) as unknown[];
    // Only a list without a comma may be empty.
    if (elements.length === 0 && (!isLast || list.length > 0))
      throw new ControlError(400, `${this.#subject} must be JSON`);
    for (const element of elements) list.push(element);
  }

  /** Replaces the numbers of lists by the lists. All arrays that are left are such lists. */
  #withLists(value: unknown): unknown {
    if (Array.isArray(value)) return this.#lists[Number(value[0])];
    if (!isJson(value)) return value;
    const entries = Object.entries(value).map(([key, inner]) => [key, this.#withLists(inner)]);
    return Object.fromEntries(entries);
  }
}
