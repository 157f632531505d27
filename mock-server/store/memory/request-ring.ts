/** A body in the request log: its JSON, or a placeholder; undefined without a body. */
export type LoggedBody = { readonly json: string | Buffer } | { readonly placeholder: string } | undefined;

/** Offset of a text; later texts have higher offsets. */
export type Offset = number;

/** Offset of no text. */
export const noOffset: Offset = -1;

/** Size of the header of each text: its length and whether it is JSON. */
const headerBytes = 5;

/** Size of the largest block, in bytes. Offsets count as if all blocks had this size. */
const maxBlockBytes = 256 * 1024;

/** Size of the smallest block, in bytes. Blocks grow with the number of texts. */
const minBlockBytes = 4 * 1024;

const noBlock = Buffer.alloc(0);

/** Begins an escape in JSON. */
const backslash = 0x5c;

/** Rounds up to a power of two, so that blocks can be reused. */
const powerOfTwo = (size: number): number => 2 ** Math.ceil(Math.log2(size));

const blockOf = (offset: Offset): number => Math.floor(offset / maxBlockBytes);

/**
 * Stores texts in blocks of memory that are reused once their texts are dropped. Strings would cost garbage collection,
 * and fresh memory costs page faults. See docs/performance.md for its gain.
 */
export class TextArena {
  readonly #maxBytes: number;
  readonly #blocks = new Map<number, Buffer>();
  /** Numbers of the oldest and the newest block. */
  #oldest = 0;
  #newest = -1;
  #block: Buffer = noBlock;
  /** Used part of `#block`, the newest, in bytes. */
  #length = 0;
  /** Size of all blocks but the spare one, in bytes. */
  #held = 0;
  /** A block to be reused. */
  #spare: Buffer = noBlock;

  /** Drops the oldest texts if more memory is needed. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Memory that the arena takes, in bytes. */
  get bytes(): number {
    return this.#held + this.#spare.length;
  }

  /** Stores a text, which must be shorter than the largest block. */
  put(shown: LoggedBody): Offset {
    if (shown === undefined) return noOffset;
    const isJson = "json" in shown;
    const text = isJson ? shown.json : shown.placeholder;
    const length = typeof text === "string" ? Buffer.byteLength(text) : text.length;
    if (this.#length + headerBytes + length > this.#block.length) this.#beginBlock(headerBytes + length);
    const start = this.#length;
    this.#block.writeUInt32LE(length, start);
    this.#block.writeUInt8(isJson ? 1 : 0, start + 4);
    if (typeof text === "string") this.#block.write(text, start + headerBytes);
    else text.copy(this.#block, start + headerBytes);
    this.#length += headerBytes + length;
    return this.#newest * maxBlockBytes + start;
  }

  #beginBlock(minBytes: number): void {
    const size = powerOfTwo(Math.max(minBytes, minBlockBytes, Math.min(maxBlockBytes, this.#held / 8)));
    while (this.#blocks.size > 0 && this.#held + size > this.#maxBytes) this.#dropOldest();
    const fits = this.#spare.length >= Math.max(minBytes, size / 2);
    this.#block = fits ? this.#spare : Buffer.allocUnsafeSlow(size);
    this.#spare = noBlock;
    this.#held += this.#block.length;
    this.#newest += 1;
    this.#blocks.set(this.#newest, this.#block);
    this.#length = 0;
  }

  #dropOldest(): void {
    this.#spare = this.#blocks.get(this.#oldest) ?? noBlock;
    this.#held -= this.#spare.length;
    this.#blocks.delete(this.#oldest);
    this.#oldest += 1;
  }

  /** Frees the memory of texts before an offset. */
  release(before: Offset): void {
    while (this.#oldest < blockOf(before)) this.#dropOldest();
  }

  /** Frees the memory that is reserved for reuse. */
  freeSpare(): void {
    this.#spare = noBlock;
  }

  /** Drops all texts and frees their memory. */
  clear(): void {
    this.#blocks.clear();
    this.#held = 0;
    this.#spare = noBlock;
    this.#block = noBlock;
    this.#length = 0;
    this.#oldest = this.#newest + 1;
  }

  /** Returns whether a text was dropped. */
  hasDropped(offset: Offset): boolean {
    return offset !== noOffset && !this.#blocks.has(blockOf(offset));
  }

  /** Returns the value of a text: null for no text, and a note for a dropped text. */
  get(offset: Offset): unknown {
    if (offset === noOffset) return null;
    const bytes = this.#bytesAt(offset);
    if (bytes === undefined) return "[dropped]";
    const text = bytes.toString("utf8");
    return this.#isJson(offset) ? (JSON.parse(text) as unknown) : `[${text}]`;
  }

  /** Returns false if the JSON of a text has no string `wanted`, without parsing it. JSON with escapes may have any. */
  mayContain(offset: Offset, wanted: Buffer): boolean {
    const bytes = this.#bytesAt(offset);
    return bytes !== undefined && (bytes.includes(wanted) || bytes.includes(backslash));
  }

  /** Returns the bytes of a text, which later texts may overwrite; undefined for a dropped text. */
  #bytesAt(offset: Offset): Buffer | undefined {
    const block = this.#blocks.get(blockOf(offset));
    const start = offset % maxBlockBytes;
    return block?.subarray(start + headerBytes, start + headerBytes + block.readUInt32LE(start));
  }

  #isJson(offset: Offset): boolean {
    return this.#blocks.get(blockOf(offset))?.readUInt8((offset % maxBlockBytes) + 4) === 1;
  }
}

/** Estimated memory of a record without its texts, in bytes. */
const recordBytes = 512;

/** A request whose texts are in an arena. The response is always stored, as the last text. */
interface WithTexts {
  readonly request: Offset;
  readonly seen: Offset;
  readonly response: Offset;
  /** Estimated memory of its texts that are not in the arena, in bytes. */
  readonly textBytes: number;
}

const firstOffset = ({ request, response, seen }: WithTexts): Offset =>
  [request, seen].find((offset) => offset !== noOffset) ?? response;

/** The newest requests of one sandbox. Bodies of older requests are dropped first if they need too much memory. */
export class Ring<R extends WithTexts> {
  readonly texts: TextArena;
  readonly #maxRequests: number;
  /** Grows up to its limit; then the newest record replaces the oldest. */
  #records: R[] = [];
  #oldest = 0;
  #textBytes = 0;
  /** Number of dropped requests. */
  dropped = 0;
  newestDropped: R | undefined;

  constructor(maxRequests: number, maxBodyBytes: number) {
    this.#maxRequests = maxRequests;
    this.texts = new TextArena(maxBodyBytes);
  }

  /** Memory that the ring takes, in bytes. */
  get bytes(): number {
    return this.#records.length * recordBytes + this.#textBytes + this.texts.bytes;
  }

  /** Adds a record whose bodies are in {@link texts} already. */
  add(record: R): void {
    this.#textBytes += record.textBytes;
    if (this.#records.length < this.#maxRequests) this.#records.push(record);
    else this.#replaceOldest(record);
  }

  #replaceOldest(record: R): void {
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

  #noteDropped(record: R): void {
    this.#textBytes -= record.textBytes;
    this.dropped += 1;
    this.newestDropped = record;
  }

  #releaseTexts(): void {
    const oldest = this.#records[this.#oldest];
    if (oldest !== undefined) this.texts.release(firstOffset(oldest));
  }

  /** Returns all records, oldest first. */
  all(): R[] {
    return [...this.#records.slice(this.#oldest), ...this.#records.slice(0, this.#oldest)];
  }

  /** Number of added requests, including dropped ones. */
  get total(): number {
    return this.dropped + this.#records.length;
  }

  /** Returns at most `max` records without the first `skipped` of {@link total}, oldest first. */
  after(skipped: number, max: number): R[] {
    const records: R[] = [];
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
export class Rings<R extends WithTexts> {
  readonly #limits: RingLimits;
  readonly #rings = new Map<string, Ring<R>>();
  #bytes = 0;

  constructor(limits: RingLimits) {
    this.#limits = limits;
  }

  get(sandboxId: string): Ring<R> | undefined {
    return this.#rings.get(sandboxId);
  }

  /** Adds a record to the ring of a sandbox, which is created if missing. `create` puts the bodies into the arena. */
  add(sandboxId: string, create: (texts: TextArena) => R): R {
    const ring = this.#ringOf(sandboxId);
    const before = ring.bytes;
    const record = create(ring.texts);
    ring.add(record);
    this.#bytes += ring.bytes - before;
    if (this.#bytes > this.#limits.bytes) this.#dropOldest();
    return record;
  }

  #ringOf(sandboxId: string): Ring<R> {
    const known = this.#rings.get(sandboxId);
    if (known !== undefined) return known;
    const ring = new Ring<R>(this.#limits.requests, this.#limits.bodyBytes);
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
