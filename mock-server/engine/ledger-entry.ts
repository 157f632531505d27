import { switchedIn } from "../domain/reading.js";
import type { LedgerRecord } from "./ledger.js";
import { anyOf, redacted } from "./redacted.js";

/** A ledger record as the control plane shows it. */
export type LedgerEntry = ReturnType<typeof formatEntry>;

/** Makes a ledger record readable. Neither the token that it came with is in it, nor one of the `tokens`. */
export function formatEntry(record: LedgerRecord, tokens: readonly string[] = []) {
  const { owner, facts, refused, changes, request } = record;
  const token = anyOf([...tokens, ...(record.token ? [record.token] : [])]);
  return {
    requestId: record.requestId,
    at: new Date(record.at).toISOString(),
    company: owner?.company.id ?? null,
    operation: facts?.id ?? null,
    method: record.verb,
    name: String(redacted(record.name, token)),
    query: redacted(Object.fromEntries(new URLSearchParams(record.query)), token) as Record<string, unknown>,
    token: !record.token ? "missing" : owner === undefined ? "unknown" : "valid",
    credentials: record.credentials,
    reading: switchedIn(record.reading),
    request: redacted(request, token),
    status: record.status,
    answer: redacted(record.answer, token),
    rows: record.rows ?? null,
    rules: record.rules,
    why: refused?.why ?? null,
    unreadKeys: unreadKeys(record).map((key) => String(redacted(key, token))),
    changes: changes.map(({ table, key }) => ({ table, key: String(key) })),
    durationMs: Math.round(record.durationMs * 1000) / 1000,
  };
}

function unreadKeys({ facts, reads, request }: LedgerRecord): string[] {
  if (facts === undefined || typeof request !== "object" || request === null) return [];
  const known = new Set(reads ?? facts.parameters.map(({ name }) => name));
  return Object.keys(request).filter((key) => !known.has(key));
}
