import { noOffset, type Offset, TextArena } from "../store/memory/text-arena.js";
import { type RequestRecord, textBytes } from "./record.js";

/** Estimated memory of a record without its texts, in bytes. */
const recordBytes = 512;

/** Returns the offset of a record's first text. The response is always stored, as the last text. */
const firstOffset = ({ request, answer, seen }: RequestRecord): Offset =>
  [request, seen].find((offset) => offset !== noOffset) ?? answer;

/** The newest requests of one sandbox. Bodies of older requests are dropped first if they need too much memory. */
export class Ring {
  readonly texts: TextArena;
  readonly #maxRequests: number;
  /** Grows up to its limit; then the newest record replaces the oldest. */
  #records: RequestRecord[] = [];
  #oldest = 0;
  #textBytes = 0;
  /** Number of dropped requests. */
  dropped = 0;
  newestDropped: RequestRecord | undefined;

  constructor(maxRequests: number, maxBodyBytes: number) {
    this.#maxRequests = maxRequests;
    this.texts = new TextArena(maxBodyBytes);
  }

  /** Memory that the ring takes, in bytes. */
  get bytes(): number {
    return this.#records.length * recordBytes + this.#textBytes + this.texts.bytes;
  }

  /** Adds a record whose bodies are in {@link texts} already. */
  add(record: RequestRecord): void {
    this.#textBytes += textBytes(record);
    if (this.#records.length < this.#maxRequests) this.#records.push(record);
    else this.#replaceOldest(record);
  }

  #replaceOldest(record: RequestRecord): void {
    const replaced = this.#records[this.#oldest];
    if (replaced !== undefined) this.#noteDropped(replaced);
    this.#records[this.#oldest] = record;
    this.#oldest = (this.#oldest + 1) % this.#maxRequests;
    this.#releaseTexts();
  }

  /** Drops the oldest eighth of the requests with their bodies. */
  dropOldest(): void {
    const all = this.all();
    const count = Math.ceil(all.length / 8);
    for (const record of all.slice(0, count)) this.#noteDropped(record);
    this.#records = all.slice(count);
    this.#oldest = 0;
    if (this.#records.length === 0) this.texts.clear();
    else this.#releaseTexts();
    this.texts.freeSpare();
  }

  #noteDropped(record: RequestRecord): void {
    this.#textBytes -= textBytes(record);
    this.dropped += 1;
    this.newestDropped = record;
  }

  #releaseTexts(): void {
    const oldest = this.#records[this.#oldest];
    if (oldest !== undefined) this.texts.release(firstOffset(oldest));
  }

  /** Returns all records, oldest first. */
  all(): RequestRecord[] {
    return [...this.#records.slice(this.#oldest), ...this.#records.slice(0, this.#oldest)];
  }
}
