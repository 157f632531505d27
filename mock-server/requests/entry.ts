import { redacted } from "../../shared/redact.js";
import { changedSwitches } from "../model/profile.js";
import { redactPath, tokenRedactor } from "./redacted-tokens.js";
import { changedRecords, type RequestRecord } from "./request-record.js";

/** A record of the request log as the control plane shows it. */
export type RequestEntry = ReturnType<typeof formatEntry>;

/** Creates a function that makes records readable. It redacts `tokens` and the token of the request. */
export function entryFormatter(tokens: readonly string[]): (record: RequestRecord) => RequestEntry {
  const redactorOf = entryRedactor(tokens);
  return (record) => formatEntry(record, redactorOf(record));
}

/** Creates a function that returns a redactor of `tokens` and of the token of a request. */
export function entryRedactor(tokens: readonly string[]): (record: RequestRecord) => (text: string) => string {
  const known = tokens.map((start) => ({ start, cut: 0 }));
  const ofSandbox = new Set(tokens);
  const redactKnown = tokenRedactor(known);
  return ({ owner, sent }) => {
    const token = owner === undefined ? sent.invalidToken : { start: owner.company.token, cut: 0 };
    const isKnown = token === undefined || (token.cut === 0 && ofSandbox.has(token.start));
    return isKnown ? redactKnown : tokenRedactor([...known, token]);
  };
}

function formatEntry(record: RequestRecord, redactText: (text: string) => string) {
  const { owner, method, sent, refused, fault, texts } = record;
  const request = texts.get(record.request);
  return {
    requestId: record.requestId,
    at: new Date(record.at).toISOString(),
    company: owner?.company.id ?? null,
    method: method?.id ?? null,
    verb: sent.verb,
    name: method === undefined ? redactPath(sent.name, redactText) : method.id,
    query: redacted(Object.fromEntries(new URLSearchParams(sent.query)), redactText) as Record<string, unknown>,
    token: owner !== undefined ? "valid" : sent.invalidToken === undefined ? "missing" : "unknown",
    credentials: sent.credentials.map(redactText),
    profile: changedSwitches(record.profile),
    request: redacted(request, redactText),
    status: record.status,
    response: redacted(texts.get(record.response), redactText),
    rows: record.rows ?? null,
    rules: record.rules,
    why: refused === undefined ? null : redactText(refused.reason),
    unreadKeys: unreadKeys(record, request).map(redactText),
    fault: fault === undefined ? null : { id: fault.id, effect: fault.effect.kind },
    changes: changedRecords(record).map(({ table, key }) => ({ table, key: String(key) })),
    durationMs: Math.round(record.durationMs * 1000) / 1000,
  };
}

function unreadKeys({ method, reads }: RequestRecord, request: unknown): string[] {
  if (method === undefined || typeof request !== "object" || request === null) return [];
  const known = new Set(reads ?? method.parameters.map(({ name }) => name));
  return Object.keys(request).filter((key) => !known.has(key));
}
