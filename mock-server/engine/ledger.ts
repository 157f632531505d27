import type { Trace } from "./trace.js";

/** One request, kept as references; formatEntry makes it readable. */
export interface LedgerRecord {
  readonly trace: Readonly<Trace>;
  readonly status: number;
  readonly answer: unknown;
  /** How many records the answer lists, where the answer itself is too large to be kept. */
  readonly rows?: number | undefined;
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

/** The last requests of the process, in a ring. */
export class Ledger {
  readonly #ring: (LedgerRecord | undefined)[] = [];
  readonly #strangers: string;
  readonly #size: number;
  #next = 0;
  #total = 0;

  /** `strangers` is the sandbox whose ledger has the requests that come without the token of a company. */
  constructor(strangers: string, size = 10_000) {
    this.#strangers = strangers;
    this.#size = size;
  }

  add(record: LedgerRecord): void {
    this.#ring[this.#next] = record;
    this.#next = (this.#next + 1) % this.#size;
    this.#total += 1;
  }

  /** Whether it has forgotten requests, or is about to. */
  get isFull(): boolean {
    return this.#ring.length >= this.#size;
  }

  /** How many requests there were, also those that it has forgotten. */
  get total(): number {
    return this.#total;
  }

  /** Oldest first; undefined if `since` names a request that is not there, or not any more. */
  read({ sandboxId, since, operation, limit }: LedgerQuery): readonly LedgerRecord[] | undefined {
    const ordered = [...this.#ring.slice(this.#next), ...this.#ring.slice(0, this.#next)];
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
      if (record?.trace.owner?.sandboxId === sandboxId) this.#ring[place] = undefined;
    }
  }
}
