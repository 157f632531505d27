/** A body as the ledger is given it: its JSON, or a note in its place; undefined without one. */
export type Shown = { readonly json: string | Buffer } | { readonly note: string } | undefined;

/** Where a text is kept: later texts have higher ones. `nowhere` without one. */
export type Place = number;

export const nowhere: Place = -1;

/** Before each text are its length, in bytes, and whether it is JSON. */
const headBytes = 5;

/** The size of a piece of memory, in bytes. A place is a byte of all pieces that there ever were. */
const pieceBytes = 256 * 1024;

const numberOf = (place: Place): number => Math.floor(place / pieceBytes);

/**
 * Keeps texts in pieces of memory that are used again once nobody needs what is in them. As strings they would be
 * looked at again and again by the garbage collector, and memory that was never used before costs a fault a page.
 */
export class Texts {
  readonly #most: number;
  readonly #pieces = new Map<number, Buffer>();
  /** The numbers of the oldest piece that is kept, and of the newest. */
  #oldest = 0;
  #newest = 0;
  #memory: Buffer = Buffer.allocUnsafeSlow(pieceBytes);
  /** How much of the newest piece is used, in bytes. */
  #length = 0;
  /** A piece that nobody needs. */
  #spare: Buffer | undefined;
  /** Whether texts had to be forgotten that somebody may need. */
  hasForgotten = false;
  /** The last text that came as a string, and where it is: many answers are the same as one shortly before. */
  #last: { readonly text: string; readonly place: Place } = { text: "", place: nowhere };

  /** With more than `bytes` of memory the oldest texts are forgotten. */
  constructor(bytes: number) {
    this.#most = bytes / pieceBytes;
    this.#pieces.set(0, this.#memory);
  }

  /** Keeps a text, which has to be shorter than a piece of memory. */
  put(shown: Shown): Place {
    if (shown === undefined) return nowhere;
    const isJson = "json" in shown;
    const text = isJson ? shown.json : shown.note;
    if (isJson && text === this.#last.text && numberOf(this.#last.place) === this.#newest) return this.#last.place;
    const length = typeof text === "string" ? Buffer.byteLength(text) : text.length;
    if (this.#length + headBytes + length > pieceBytes) this.#beginPiece();
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

  #beginPiece(): void {
    if (this.#pieces.size >= this.#most) {
      this.#forgetOldest();
      this.hasForgotten = true;
    }
    this.#memory = this.#spare ?? Buffer.allocUnsafeSlow(pieceBytes);
    this.#spare = undefined;
    this.#newest += 1;
    this.#pieces.set(this.#newest, this.#memory);
    this.#length = 0;
  }

  #forgetOldest(): void {
    this.#spare = this.#pieces.get(this.#oldest);
    this.#pieces.delete(this.#oldest);
    this.#oldest += 1;
  }

  /** Gives back the memory of texts that were put before another one. */
  release(before: Place): void {
    while (this.#oldest < numberOf(before)) this.#forgetOldest();
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
