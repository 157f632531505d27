import { type Shown, sizeOf } from "./shown.js";
import type { Trace } from "./trace.js";

/** One request, kept as references; formatEntry makes it readable. */
export interface LedgerRecord {
  readonly trace: Readonly<Trace>;
  readonly status: number;
  readonly answer: Shown;
  /** How many records the answer lists; undefined if it is no list. */
  readonly rows: number | undefined;
  readonly durationMs: number;
}

export interface LedgerQuery {
  readonly sandboxId: string;
  /** Only records after this request, or after this moment in milliseconds. */
  readonly since?: string | number | undefined;
  readonly operation?: string | undefined;
  /** The newest so many. */
  readonly limit: number;
}

const forgotten: Shown = { note: "not kept any more" };

/** How much of the memory a record takes beside what all have, in characters. */
const weightOf = ({ trace, answer }: LedgerRecord): number =>
  sizeOf(trace.request) + sizeOf(answer) + trace.name.length + trace.query.length + (trace.token?.length ?? 0);

const withoutTexts = (record: LedgerRecord): LedgerRecord => ({
  ...record,
  trace: { ...record.trace, request: forgotten, query: "" },
  answer: forgotten,
});

/** The last requests of the process, in a ring. Of the older ones it forgets the bodies when they get too many. */
export class Ledger {
  readonly #ring: (LedgerRecord | undefined)[] = [];
  readonly #strangers: string;
  readonly #size: number;
  readonly #most: number;
  #total = 0;
  #weight = 0;
  /** The number of the oldest request whose bodies are kept. */
  #whole = 0;

  /**
   * `strangers` is the sandbox whose ledger has the requests that come without the token of a company, `size` how many
   * requests there may be, and `most` how long their texts, in characters.
   */
  constructor(strangers: string, size = 10_000, most = 64 * 1024 * 1024) {
    this.#strangers = strangers;
    this.#size = size;
    this.#most = most;
  }

  add(record: LedgerRecord): void {
    this.#put(this.#total, record);
    this.#total += 1;
    for (; this.#weight > this.#most && this.#whole < this.#total; this.#whole += 1) {
      const old = this.#ring[this.#whole % this.#size];
      if (old !== undefined) this.#put(this.#whole, withoutTexts(old));
    }
  }

  /** Puts a record, or nothing, in the place of a request by its number. */
  #put(number: number, record: LedgerRecord | undefined): void {
    const place = number % this.#size;
    const before = this.#ring[place];
    this.#weight += (record === undefined ? 0 : weightOf(record)) - (before === undefined ? 0 : weightOf(before));
    this.#ring[place] = record;
    this.#whole = Math.max(this.#whole, this.#total + 1 - this.#size);
  }

  /** Whether it has forgotten requests, or is about to. */
  get isFull(): boolean {
    return this.#total >= this.#size || this.#whole > 0;
  }

  /** How many requests there were, also those that it has forgotten. */
  get total(): number {
    return this.#total;
  }

  /** Oldest first; undefined if `since` names a request that is not there, or not any more. */
  read({ sandboxId, since, operation, limit }: LedgerQuery): readonly LedgerRecord[] | undefined {
    const next = this.#total % this.#size;
    const ordered = [...this.#ring.slice(next), ...this.#ring.slice(0, next)];
    const mine = ordered.filter(
      (record) => record !== undefined && this.#sandboxOf(record) === sandboxId,
    ) as LedgerRecord[];
    const last = typeof since === "string" ? mine.findIndex(({ trace }) => trace.requestId === since) : -1;
    if (typeof since === "string" && last < 0) return undefined;
    const isLater = ({ trace }: LedgerRecord) => typeof since !== "number" || trace.at > since;
    const isWanted = ({ trace }: LedgerRecord) => operation === undefined || trace.facts?.id === operation;
    const matching = mine.slice(last + 1).filter((record) => isLater(record) && isWanted(record));
    return matching.slice(-limit);
  }

  /** The record of a request in the ledger of a sandbox; undefined if it is not there, or not any more. */
  find(sandboxId: string, requestId: string): LedgerRecord | undefined {
    return this.#ring.find((record) => record?.trace.requestId === requestId && this.#sandboxOf(record) === sandboxId);
  }

  #sandboxOf({ trace }: LedgerRecord): string {
    return trace.owner?.sandboxId ?? this.#strangers;
  }

  /** Forgets a sandbox that is gone, so that another one with its id starts afresh. */
  forget(sandboxId: string): void {
    for (const [place, record] of this.#ring.entries()) {
      if (record?.trace.owner?.sandboxId === sandboxId) this.#put(place, undefined);
    }
  }
}
