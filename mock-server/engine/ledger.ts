import { type OperationId, operationFacts } from "../../openapi/document.js";
import type { RuleId } from "../domain/rules.js";
import type { Change } from "../store/port.js";
import { redacted } from "./redacted.js";

/** One request, kept as references; {@link formatEntry} makes it readable. */
export interface LedgerRecord {
  readonly requestId: string;
  /** Real time, milliseconds since 1970. */
  readonly at: number;
  readonly sandboxId: string | undefined;
  readonly companyId: string | undefined;
  readonly operation: OperationId | undefined;
  /** The body as it was parsed; undefined without one. */
  readonly request: unknown;
  /** The access token that was sent. It is kept only so that it can be taken out of what is shown. */
  readonly token: string | undefined;
  readonly status: number;
  readonly answer: unknown;
  readonly rules: readonly RuleId[];
  readonly why: string | undefined;
  readonly changes: readonly Change[];
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
  readonly #size: number;
  #next = 0;

  constructor(size = 10_000) {
    this.#size = size;
  }

  add(record: LedgerRecord): void {
    this.#ring[this.#next] = record;
    this.#next = (this.#next + 1) % this.#size;
  }

  /** Oldest first; undefined if `since` names a request that is not there, or not any more. */
  read({ sandboxId, since, operation, limit }: LedgerQuery): readonly LedgerRecord[] | undefined {
    const ordered = [...this.#ring.slice(this.#next), ...this.#ring.slice(0, this.#next)];
    const mine = ordered.filter((record) => record !== undefined && record.sandboxId === sandboxId) as LedgerRecord[];
    const last = typeof since === "string" ? mine.findIndex(({ requestId }) => requestId === since) : -1;
    if (typeof since === "string" && last < 0) return undefined;
    const isLater = ({ at }: LedgerRecord) => typeof since !== "number" || at > since;
    const isWanted = (record: LedgerRecord) => operation === undefined || record.operation === operation;
    const matching = mine.slice(last + 1).filter((record) => isLater(record) && isWanted(record));
    return matching.slice(-limit);
  }

  /** Forgets a sandbox that is gone, so that another one with its id starts afresh. */
  forget(sandboxId: string): void {
    for (const [place, record] of this.#ring.entries()) {
      if (record?.sandboxId === sandboxId) this.#ring[place] = undefined;
    }
  }
}

const changeKey = (change: Change): string => {
  const { after } = change;
  if ("serial" in after && change.table === "cards") return after.serial;
  return "id" in after ? String(after.id) : change.table;
};

function unreadKeys({ operation, request }: LedgerRecord): string[] {
  if (operation === undefined || typeof request !== "object" || request === null) return [];
  const known = new Set(operationFacts[operation].parameters.map(({ name }) => name));
  return Object.keys(request).filter((key) => !known.has(key));
}

/** A ledger record as the control plane shows it. */
export function formatEntry(record: LedgerRecord) {
  return {
    requestId: record.requestId,
    at: new Date(record.at).toISOString(),
    company: record.companyId ?? null,
    operation: record.operation ?? null,
    request: redacted(record.request, record.token) ?? null,
    status: record.status,
    answer: record.answer,
    rules: record.rules,
    why: record.why ?? null,
    unreadKeys: unreadKeys(record),
    changes: record.changes
      .filter(({ table }) => table !== "sequences")
      .map((change) => ({ table: change.table, key: changeKey(change) })),
    durationMs: Math.round(record.durationMs * 1000) / 1000,
  };
}
