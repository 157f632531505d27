import { noOffset, type Offset, TextArena } from "../store/memory/text-arena.js";
import { type RequestRecord, textBytes } from "./request-record.js";

/** Estimated memory of a record without its texts, in bytes. */
const recordBytes = 512;

/** Returns the offset of a record's first text. The response is always stored, as the last text. */
const firstOffset = ({ request, response, seen }: RequestRecord): Offset =>
  [request, seen].find((offset) => offset !== noOffset) ?? response;

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

  /** Number of added requests, including dropped ones. */
  get total(): number {
    return this.dropped + this.#records.length;
  }

  /** Returns at most `max` records without the first `skipped` of {@link total}, oldest first. */
  after(skipped: number, max: number): RequestRecord[] {
    const records: RequestRecord[] = [];
    const end = Math.min(this.#records.length, Math.max(0, skipped - this.dropped) + max);
    for (let at = Math.max(0, skipped - this.dropped); at < end; at += 1) {
      const record = this.#records[(this.#oldest + at) % this.#records.length];
      if (record !== undefined) records.push(record);
    }
    return records;
  }
}

export interface RingLimits {
  /** Maximum number of requests of one sandbox. */
  readonly requests: number;
  /** Maximum memory for the bodies of one sandbox, in bytes. */
  readonly bodyBytes: number;
  /** Maximum memory of all sandboxes, in bytes. */
  readonly bytes: number;
}

/** The rings of all sandboxes, which share a memory limit: the largest ring drops its oldest requests first. */
export class Rings {
  readonly #limits: RingLimits;
  readonly #rings = new Map<string, Ring>();
  #bytes = 0;

  constructor(limits: RingLimits) {
    this.#limits = limits;
  }

  get(sandboxId: string): Ring | undefined {
    return this.#rings.get(sandboxId);
  }

  /** Adds a record to the ring of a sandbox, which is created if missing. `create` puts the bodies into the arena. */
  add(sandboxId: string, create: (texts: TextArena) => RequestRecord): RequestRecord {
    const ring = this.#ringOf(sandboxId);
    const before = ring.bytes;
    const record = create(ring.texts);
    ring.add(record);
    this.#bytes += ring.bytes - before;
    if (this.#bytes > this.#limits.bytes) this.#dropOldest();
    return record;
  }

  #ringOf(sandboxId: string): Ring {
    const known = this.#rings.get(sandboxId);
    if (known !== undefined) return known;
    const ring = new Ring(this.#limits.requests, this.#limits.bodyBytes);
    this.#rings.set(sandboxId, ring);
    return ring;
  }

  /** Drops old requests until a sixteenth of the limit is free, so that it rarely runs. */
  #dropOldest(): void {
    const target = this.#limits.bytes - this.#limits.bytes / 16;
    while (this.#bytes > target) {
      const largest = [...this.#rings.values()].reduce((a, b) => (b.bytes > a.bytes ? b : a));
      const before = largest.bytes;
      largest.dropOldest();
      this.#bytes -= before - largest.bytes;
      if (before === 0) return;
    }
  }

  /** Frees the memory of a deleted sandbox. */
  delete(sandboxId: string): void {
    this.#bytes -= this.#rings.get(sandboxId)?.bytes ?? 0;
    this.#rings.delete(sandboxId);
  }
}
