/** A body as the ledger is given it: its JSON, or a note in its place; undefined without one. */
export type Shown = { readonly json: string | Buffer } | { readonly note: string } | undefined;

/** Where a body is kept; `nowhere` without one. */
export type Place = number;

const nowhere: Place = -1;

/** Before each text are its length, in bytes, and whether it is JSON. */
const headBytes = 5;

/**
 * Keeps the newest bodies in one piece of memory, over the oldest ones. As strings they would be looked at again and
 * again by the garbage collector, which costs more than all the rest that is done for a request.
 */
export class Texts {
  readonly #memory: Buffer;
  /** How many bytes were ever written, with those that were left out at the end of a round. */
  #written = 0;
  /** The last text that came as a string, and where it is: many answers are the same as one shortly before. */
  #last: { readonly text: string; readonly place: Place } = { text: "", place: nowhere };

  constructor(bytes: number) {
    this.#memory = Buffer.allocUnsafeSlow(bytes);
  }

  /** Keeps a body, which has to be smaller than the memory. */
  put(shown: Shown): Place {
    if (shown === undefined) return nowhere;
    const isJson = "json" in shown;
    const text = isJson ? shown.json : shown.note;
    if (isJson && text === this.#last.text && this.#isYoung(this.#last.place)) return this.#last.place;
    const length = typeof text === "string" ? Buffer.byteLength(text) : text.length;
    const size = this.#memory.length;
    const left = size - (this.#written % size);
    if (headBytes + length > left) this.#written += left;
    const place = this.#written;
    const start = place % size;
    this.#memory.writeUInt32LE(length, start);
    this.#memory.writeUInt8(isJson ? 1 : 0, start + 4);
    if (typeof text === "string") this.#memory.write(text, start + headBytes);
    else text.copy(this.#memory, start + headBytes);
    this.#written = place + headBytes + length;
    if (isJson && typeof text === "string") this.#last = { text, place };
    return place;
  }

  /** The value of a body that was kept: null for none, and a note for one that other bodies were written over. */
  get(place: Place): unknown {
    if (place === nowhere) return null;
    if (this.isForgotten(place)) return "[not kept any more]";
    const start = place % this.#memory.length;
    const from = start + headBytes;
    const text = this.#memory.toString("utf8", from, from + this.#memory.readUInt32LE(start));
    return this.#memory.readUInt8(start + 4) === 1 ? (JSON.parse(text) as unknown) : `[${text}]`;
  }

  /** Whether a body stays about as long as one that is written now. */
  #isYoung(place: Place): boolean {
    return place !== nowhere && this.#written - place < this.#memory.length / 64;
  }

  /** Whether other bodies were written over one. */
  isForgotten(place: Place): boolean {
    return place !== nowhere && this.#written - place > this.#memory.length;
  }
}
