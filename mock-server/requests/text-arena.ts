/** A body as the request log is given it: its JSON, or a note in its place; undefined without one. */
export type Shown = { readonly json: string | Buffer } | { readonly note: string } | undefined;

/** Maximum size of a body that is stored whole, in bytes. */
export const maxShownBytes = 16 * 1024;

/** Where a text is kept: later texts have higher ones. `nowhere` without one. */
export type Place = number;

export const nowhere: Place = -1;

/** Before each text are its length, in bytes, and whether it is JSON. */
const headBytes = 5;

/** The size of the largest piece of memory, in bytes. Places are counted as if all pieces had this size. */
const pieceBytes = 256 * 1024;

/** The size of the smallest piece, in bytes. Pieces grow with what is kept: few texts take little memory. */
const leastPieceBytes = 4 * 1024;

const none = Buffer.alloc(0);

const noText: { readonly text: string; readonly place: Place } = { text: "", place: nowhere };

/** Rounds up to a power of two: pieces of few sizes can be reused. */
const powerOfTwo = (size: number): number => 2 ** Math.ceil(Math.log2(size));

const numberOf = (place: Place): number => Math.floor(place / pieceBytes);

/**
 * Keeps texts in pieces of memory that are reused when their texts are not needed any more. As strings they would
 * cost the garbage collector time again and again, and memory that was never used before costs a page fault.
 */
export class Texts {
  readonly #most: number;
  readonly #pieces = new Map<number, Buffer>();
  /** The numbers of the oldest piece that is kept, and of the newest. */
  #oldest = 0;
  #newest = -1;
  /** The newest piece. */
  #memory: Buffer = none;
  /** How much of the newest piece is used, in bytes. */
  #length = 0;
  /** The size of all pieces but the spare one, in bytes. */
  #held = 0;
  /** A piece to be reused. */
  #spare: Buffer = none;
  /** The last text that came as a string, and its place: many answers are the same as one shortly before. */
  #last = noText;

  /** With more than `bytes` of memory the oldest texts are forgotten. */
  constructor(bytes: number) {
    this.#most = bytes;
  }

  /** How much memory it takes, in bytes. */
  get bytes(): number {
    return this.#held + this.#spare.length;
  }

  /** Keeps a text, which must be shorter than the largest piece of memory. */
  put(shown: Shown): Place {
    if (shown === undefined) return nowhere;
    const isJson = "json" in shown;
    const text = isJson ? shown.json : shown.note;
    if (isJson && text === this.#last.text && numberOf(this.#last.place) === this.#newest) return this.#last.place;
    const length = typeof text === "string" ? Buffer.byteLength(text) : text.length;
    if (this.#length + headBytes + length > this.#memory.length) this.#beginPiece(headBytes + length);
    const start = this.#length;
    this.#memory.writeUInt32LE(length, start);
    this.#memory.writeUInt8(isJson ? 1 : 0, start + 4);
    if (typeof text === "string") this.#memory.write(text, start + headBytes);
    else text.copy(this.#memory, start + headBytes);
    this.#length += headBytes + length;
    const place = this.#newest * pieceBytes + start;
    if (isJson && typeof text === "string") this.#last = { text, place };
    return place;
  }

  #beginPiece(least: number): void {
    const size = powerOfTwo(Math.max(least, leastPieceBytes, Math.min(pieceBytes, this.#held / 8)));
    while (this.#pieces.size > 0 && this.#held + size > this.#most) this.#forgetOldest();
    const fits = this.#spare.length >= Math.max(least, size / 2);
    this.#memory = fits ? this.#spare : Buffer.allocUnsafeSlow(size);
    this.#spare = none;
    this.#held += this.#memory.length;
    this.#newest += 1;
    this.#pieces.set(this.#newest, this.#memory);
    this.#length = 0;
  }

  #forgetOldest(): void {
    this.#spare = this.#pieces.get(this.#oldest) ?? none;
    this.#held -= this.#spare.length;
    this.#pieces.delete(this.#oldest);
    this.#oldest += 1;
  }

  /** Gives back the memory of texts that were put before another one. */
  release(before: Place): void {
    while (this.#oldest < numberOf(before)) this.#forgetOldest();
  }

  /** Frees the memory that is only there to be reused. */
  freeSpare(): void {
    this.#spare = none;
  }

  /** Forgets all texts and frees their memory. */
  clear(): void {
    this.#pieces.clear();
    this.#held = 0;
    this.#spare = none;
    this.#memory = none;
    this.#length = 0;
    this.#oldest = this.#newest + 1;
    this.#last = noText;
  }

  /** Whether a text was forgotten. */
  hasForgotten(place: Place): boolean {
    return place !== nowhere && !this.#pieces.has(numberOf(place));
  }

  /** The value of a text that was kept: null for none, and a note for one that was forgotten. */
  get(place: Place): unknown {
    if (place === nowhere) return null;
    const memory = this.#pieces.get(numberOf(place));
    if (memory === undefined) return "[not kept any more]";
    const start = place % pieceBytes;
    const from = start + headBytes;
    const text = memory.toString("utf8", from, from + memory.readUInt32LE(start));
    return memory.readUInt8(start + 4) === 1 ? (JSON.parse(text) as unknown) : `[${text}]`;
  }
}
