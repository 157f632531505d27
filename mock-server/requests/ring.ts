import type { Kind } from "./kind.js";
import { nowhere, type Place, type Shown, Texts } from "./text-arena.js";
import type { Trace } from "./trace.js";

/** A request as it is kept; its bodies are among the texts. */
export interface KeptRequest {
  readonly kind: Kind;
  /** Its number among all requests of the process. */
  readonly nth: number;
  readonly requestId: string;
  readonly at: number;
  readonly changes: Trace["changes"];
  readonly rows: number | undefined;
  readonly durationMs: number;
  readonly request: Place;
  readonly answer: Place;
  /** The records that a refusal rests on. */
  readonly seen: Place;
}

/** A request that is to be kept. */
export interface NewRequest extends Omit<KeptRequest, "request" | "answer" | "seen"> {
  readonly request: Shown;
  readonly answer: Shown;
  readonly seen: Shown;
}

/** An estimate of the memory that a request takes beside its texts, in bytes. */
const requestBytes = 512;

const orLast = (place: Place): Place => (place === nowhere ? Number.MAX_SAFE_INTEGER : place);

/** The place of the first text of a request. An answer that equals an earlier one has the place of that. */
function firstPlace({ request, answer, seen }: KeptRequest): Place {
  if (request === nowhere && answer === nowhere && seen === nowhere) return nowhere;
  return Math.min(orLast(request), orLast(answer), orLast(seen));
}

/** The newest requests of one sandbox. Bodies of older ones are forgotten first if they need too much memory. */
export class Ring {
  readonly texts: Texts;
  readonly #most: number;
  /** Grows up to its limit; then the newest request takes the place of the oldest. */
  #kept: KeptRequest[] = [];
  #oldest = 0;
  #kindBytes = 0;
  /** How many requests were dropped. */
  dropped = 0;
  /** The newest request that was dropped. */
  newestDropped: KeptRequest | undefined;

  /** Keeps `most` requests, and of their bodies `bodyBytes`. */
  constructor(most: number, bodyBytes: number) {
    this.#most = most;
    this.texts = new Texts(bodyBytes);
  }

  /** How much memory it takes, in bytes. */
  get bytes(): number {
    return this.#kept.length * requestBytes + this.#kindBytes + this.texts.bytes;
  }

  /** Adds a request. This is the hot path: objects that live long are most of the garbage collector's work. */
  add(added: NewRequest): void {
    const { kind, nth, requestId, at, changes, rows, durationMs } = added;
    const request = this.texts.put(added.request);
    const seen = this.texts.put(added.seen);
    const answer = this.texts.put(added.answer);
    const kept = { kind, nth, requestId, at, changes, rows, durationMs, request, answer, seen };
    this.#kindBytes += kind.bytes;
    if (this.#kept.length < this.#most) this.#kept.push(kept);
    else this.#replaceOldest(kept);
  }

  #replaceOldest(kept: KeptRequest): void {
    const replaced = this.#kept[this.#oldest];
    if (replaced !== undefined) this.#noteDropped(replaced);
    this.#kept[this.#oldest] = kept;
    this.#oldest = (this.#oldest + 1) % this.#most;
    this.#releaseTexts();
  }

  /** Drops the oldest eighth of its requests with their bodies. */
  dropOldest(): void {
    const all = this.all();
    const count = Math.ceil(all.length / 8);
    for (const kept of all.slice(0, count)) this.#noteDropped(kept);
    this.#kept = all.slice(count);
    this.#oldest = 0;
    if (this.#kept.length === 0) this.texts.clear();
    else this.#releaseTexts();
    this.texts.freeSpare();
  }

  #noteDropped(kept: KeptRequest): void {
    this.#kindBytes -= kept.kind.bytes;
    this.dropped += 1;
    this.newestDropped = kept;
  }

  #releaseTexts(): void {
    const oldest = this.#kept[this.#oldest];
    if (oldest !== undefined) this.texts.release(firstPlace(oldest));
  }

  /** All requests, the oldest first. */
  all(): readonly KeptRequest[] {
    return [...this.#kept.slice(this.#oldest), ...this.#kept.slice(0, this.#oldest)];
  }
}
