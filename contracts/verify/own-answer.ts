import type { Exchange } from "./gateway.js";

/** The rules by which a luna-sandbox answers in a way that the vendor's API has no form for. */
const ownRules = new Set(["request.method", "request.verb", "request.size", "request.encoding", "request.profile"]);

/**
 * Why an answer of a luna-sandbox, asked for its rules, is one of its own, not one of the vendor's: undefined if it is
 * the vendor's. What the vendor would answer instead nobody knows, so that no contract can be kept by it.
 */
export function ownAnswer({ sent: { method }, status, why, rules }: Exchange): string | undefined {
  // Every answer in the vendor's place names its rules. Others, such as the one to OPTIONS, are plain HTTP.
  const isOwn = rules === undefined || status >= 500 || rules.some(({ id }) => ownRules.has(id));
  return isOwn ? `the vendor has no such answer: ${why ?? `status ${status} to ${method}`}` : undefined;
}
