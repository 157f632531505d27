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
  /** The newest block. */
  #block: Buffer = noBlock;
  /** Used part of the newest block, in bytes. */
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
