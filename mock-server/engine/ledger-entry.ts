import { switchedIn } from "../domain/reading.js";
import type { Change } from "../store/port.js";
import type { LedgerRecord } from "./ledger.js";
import { anyOf, redacted } from "./redacted.js";
import { shownValue } from "./shown.js";
import type { Trace } from "./trace.js";

/** A ledger record as the control plane shows it. */
export type LedgerEntry = ReturnType<typeof formatEntry>;

/** Makes a ledger record readable. Neither the token that it came with is in it, nor one of the `tokens`. */
export function formatEntry({ trace, status, answer, rows, durationMs }: LedgerRecord, tokens: readonly string[] = []) {
  const { owner, facts, refused, changes } = trace;
  const token = anyOf([...tokens, ...(trace.token ? [trace.token] : [])]);
  const request = shownValue(trace.request);
  return {
    requestId: trace.requestId,
    at: new Date(trace.at).toISOString(),
    company: owner?.company.id ?? null,
    operation: facts?.id ?? null,
    method: trace.verb,
    name: String(redacted(trace.name, token)),
    query: redacted(Object.fromEntries(new URLSearchParams(trace.query)), token) as Record<string, unknown>,
    token: !trace.token ? "missing" : owner === undefined ? "unknown" : "valid",
    credentials: trace.credentials,
    reading: switchedIn(trace.reading),
    request: redacted(request, token),
    status,
    answer: redacted(shownValue(answer), token),
    rows: rows ?? null,
    rules: [...new Set(trace.rules)],
    why: refused?.why ?? null,
    unreadKeys: unreadKeys(trace, request).map((key) => String(redacted(key, token))),
    changes: changes
      .filter(({ table }) => table !== "sequences")
      .map((change) => ({ table: change.table, key: changeKey(change) })),
    durationMs: Math.round(durationMs * 1000) / 1000,
  };
}

const changeKey = (change: Change): string => {
  const { after } = change;
  if ("serial" in after && change.table === "cards") return after.serial;
  return "id" in after ? String(after.id) : change.table;
};

function unreadKeys({ facts, reads }: Trace, request: unknown): string[] {
  if (facts === undefined || typeof request !== "object" || request === null) return [];
  const known = new Set(reads ?? facts.parameters.map(({ name }) => name));
  return Object.keys(request).filter((key) => !known.has(key));
}
