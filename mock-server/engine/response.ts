import type { Exchange, Outcome, VendorResponse } from "../requests/exchange.js";
import { type RuleId, rules } from "../rules.js";

/** Maximum length of the value of a header, in characters. */
const maxLength = 512;

/** Serializes an outcome. */
export function toResponse({ requestId }: Exchange, outcome: Outcome): VendorResponse {
  const { status, contentType, answer, headers, refused, consulted } = outcome;
  const sent: Record<string, string> = headers === undefined ? {} : { ...headers };
  sent["content-type"] = contentType;
  sent["x-luna-request-id"] = requestId;
  if (refused !== undefined) sent["x-luna-why"] = refused.reason.slice(0, maxLength);
  if (consulted !== undefined) {
    sent["x-luna-rules"] = withEvidence(outcome.rules).slice(0, maxLength);
    sent["x-luna-switches"] = [...consulted].join(", ");
  }
  return { status, headers: sent, body: JSON.stringify(answer) };
}

/** Lists rules with their evidence levels, such as `stamp.add documented, stamp.wrap inferred`. */
const withEvidence = (ids: readonly RuleId[]): string => ids.map((id) => `${id} ${rules[id].level}`).join(", ");
