import type { RuleId } from "../domain/rules.js";
import type { TokenOwner } from "../store/port.js";
import { nowhere, type Place, type Shown, Texts } from "./texts.js";
import type { Trace } from "./trace.js";

/** What became of a request. */
export interface Outcome {
  readonly status: number;
  /** How many records the answer lists; undefined if it is no list. */
  readonly rows: number | undefined;
  readonly durationMs: number;
}

/** One request as the ledger gives it back; formatEntry makes it readable. */
export interface LedgerRecord extends Readonly<Omit<Trace, "started" | "rules">>, Outcome {
  /** Each rule once, in the order in which they were first asked. */
  readonly rules: readonly RuleId[];
  /** The body as it was sent; null without one. */
  readonly request: unknown;
  readonly answer: unknown;
}

export interface LedgerQuery {
  readonly sandboxId: string;
  /** Only records after this request, or after this moment in milliseconds. */
  readonly since?: string | number | undefined;
  readonly operation?: string | undefined;
  /** The newest so many. */
  readonly limit: number;
}

type Common = Pick<Trace, (typeof ofKind)[number]>;

/** What many requests have in common, so that it is kept once for all of them. */
interface Kind extends Common {
  readonly token: string | undefined;
  readonly rules: readonly RuleId[];
  readonly status: number;
}

const ofKind = [
  "verb",
  "name",
  "query",
  "credentials",
  "reads",
  "facts",
  "owner",
  "reading",
  "switches",
  "seen",
  "refused",
] as const satisfies readonly (keyof Trace)[];

/** What is kept of a request: its bodies are in a place of their own. */
interface Kept {
  readonly kind: Kind;
  readonly requestId: string;
  readonly at: number;
  readonly changes: Trace["changes"];
  readonly rows: number | undefined;
  readonly durationMs: number;
  readonly request: Place;
  readonly answer: Place;
}

/** Where the first text of a request is. An answer that is the same as one before is where that one is. */
function beginOf(kept: Kept | undefined): Place {
  if (kept === undefined) return nowhere;
  const { request, answer } = kept;
  return request === nowhere ? answer : Math.min(request, answer);
}

const mebibyte = 1024 * 1024;

/** The last requests of the process, in a ring. Of the older ones it forgets the bodies when they get too many. */
export class Ledger {
  readonly #ring: (Kept | undefined)[] = [];
  readonly #texts: Texts;
  /** Of each company the newest kind with the same rules. */
  readonly #kinds = new WeakMap<TokenOwner, Map<string, Kind>>();
  readonly #strangers: string;
  readonly #size: number;
  #total = 0;

  /**
   * `strangers` is the sandbox whose ledger has the requests that come without the token of a company, `size` how many
   * requests there may be, and `bytes` how much memory their bodies may take.
   */
  constructor(strangers: string, size = 10_000, bytes = 16 * mebibyte) {
    this.#strangers = strangers;
    this.#size = size;
    this.#texts = new Texts(bytes);
  }

  add(trace: Trace, request: Shown, answer: Shown, { status, rows, durationMs }: Outcome): void {
    const { requestId, at, changes } = trace;
    // As little as there can be: what is kept of each request is a good part of the garbage collector's work.
    this.#ring[this.#total % this.#size] = {
      kind: this.#kindOf(trace, status),
      requestId,
      at,
      changes,
      rows,
      durationMs,
      request: this.#texts.put(request),
      answer: this.#texts.put(answer),
    };
    this.#total += 1;
    this.#texts.release(beginOf(this.#oldest));
  }

  /** The oldest request; undefined if there is none, or its sandbox is gone. */
  get #oldest(): Kept | undefined {
    return this.#ring[this.#total < this.#size ? 0 : this.#total % this.#size];
  }

  #kindOf(trace: Trace, status: number): Kind {
    const { owner } = trace;
    const kinds = owner && this.#kindsOf(owner);
    const key = trace.rules.join();
    const before = kinds?.get(key);
    if (before?.status === status && ofKind.every((field) => before[field] === trace[field])) return before;
    const common = Object.fromEntries(ofKind.map((field) => [field, trace[field]])) as unknown as Common;
    const rules = before?.rules ?? [...new Set(trace.rules)];
    // The same text as the client's, but one that is there anyway.
    const kind = { ...common, token: owner?.company.token ?? trace.token, rules, status };
    // An answer with many cards asks the same rules again for each: of such lists there may be any number.
    if (rules.length === trace.rules.length) kinds?.set(key, kind);
    return kind;
  }

  #kindsOf(owner: TokenOwner): Map<string, Kind> {
    const known = this.#kinds.get(owner);
    if (known !== undefined) return known;
    const kinds = new Map<string, Kind>();
    this.#kinds.set(owner, kinds);
    return kinds;
  }

  /** Whether it has forgotten requests or bodies of them, or is about to. */
  get isFull(): boolean {
    return this.#total >= this.#size || this.#texts.hasForgotten;
  }

  /** How many requests there were, also those that it has forgotten. */
  get total(): number {
    return this.#total;
  }

  #recordOf = ({ kind, request, answer, ...own }: Kept): LedgerRecord => ({
    ...kind,
    ...own,
    request: this.#texts.get(request),
    answer: this.#texts.get(answer),
  });

  /** Oldest first; undefined if `since` names a request that is not there, or not any more. */
  read({ sandboxId, since, operation, limit }: LedgerQuery): readonly LedgerRecord[] | undefined {
    const next = this.#total % this.#size;
    const ordered = [...this.#ring.slice(next), ...this.#ring.slice(0, next)];
    const mine = ordered.filter((kept) => kept !== undefined && this.#sandboxOf(kept) === sandboxId) as Kept[];
    const last = typeof since === "string" ? mine.findIndex(({ requestId }) => requestId === since) : -1;
    if (typeof since === "string" && last < 0) return undefined;
    const isLater = ({ at }: Kept) => typeof since !== "number" || at > since;
    const isWanted = ({ kind }: Kept) => operation === undefined || kind.facts?.id === operation;
    const matching = mine.slice(last + 1).filter((kept) => isLater(kept) && isWanted(kept));
    return matching.slice(-limit).map(this.#recordOf);
  }

  /** The record of a request in the ledger of a sandbox; undefined if it is not there, or not any more. */
  find(sandboxId: string, requestId: string): LedgerRecord | undefined {
    const found = this.#ring.find((kept) => kept?.requestId === requestId && this.#sandboxOf(kept) === sandboxId);
    return found && this.#recordOf(found);
  }

  #sandboxOf({ kind }: Kept): string {
    return kind.owner?.sandboxId ?? this.#strangers;
  }

  /** Forgets a sandbox that is gone, so that another one with its id starts afresh. */
  forget(sandboxId: string): void {
    for (const [place, kept] of this.#ring.entries()) {
      if (kept?.kind.owner?.sandboxId === sandboxId) this.#ring[place] = undefined;
    }
  }
}
