import { redacted } from "../../shared/redact.js";
import { switchedIn } from "../model/profile.js";
import { tokenRedactor } from "./redacted-tokens.js";
import type { RequestRecord } from "./request-log.js";

/** A request log record as the control plane shows it. */
export type RequestEntry = ReturnType<typeof formatEntry>;

/**
 * Creates a function that makes request log records readable. Neither the token that a request came with is in an entry, nor
 * one of the `tokens`.
 */
export function entryFormatter(tokens: readonly string[]): (record: RequestRecord) => RequestEntry {
  const known = tokens.map((start) => ({ start, cut: 0 }));
  const ofSandbox = new Set(tokens);
  const redactKnown = tokenRedactor(known);
  return (record) => {
    const { token } = record;
    const isKnown = token === undefined || (token.cut === 0 && ofSandbox.has(token.start));
    return formatEntry(record, isKnown ? redactKnown : tokenRedactor([...known, token]));
  };
}

function formatEntry(record: RequestRecord, redactText: (text: string) => string) {
  const { owner, facts, refused, changes, request } = record;
  return {
    requestId: record.requestId,
    at: new Date(record.at).toISOString(),
    company: owner?.company.id ?? null,
    method: facts?.id ?? null,
    verb: record.verb,
    name: redactText(record.name),
    query: redacted(Object.fromEntries(new URLSearchParams(record.query)), redactText) as Record<string, unknown>,
    token: !record.token ? "missing" : owner === undefined ? "unknown" : "valid",
    credentials: record.credentials.map(redactText),
    profile: switchedIn(record.profile),
    request: redacted(request, redactText),
    status: record.status,
    answer: redacted(record.answer, redactText),
    rows: record.rows ?? null,
    rules: record.rules,
    why: refused?.reason ?? null,
    unreadKeys: unreadKeys(record).map(redactText),
    changes: changes.map(({ table, key }) => ({ table, key: String(key) })),
    durationMs: Math.round(record.durationMs * 1000) / 1000,
  };
}

function unreadKeys({ facts, reads, request }: RequestRecord): string[] {
  if (facts === undefined || typeof request !== "object" || request === null) return [];
  const known = new Set(reads ?? facts.parameters.map(({ name }) => name));
  return Object.keys(request).filter((key) => !known.has(key));
}
