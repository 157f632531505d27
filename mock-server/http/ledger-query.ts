import type { Request } from "express";
import { operationFacts } from "../../openapi/document.js";
import { ControlError } from "../control/control-error.js";
import type { LedgerQuery } from "../engine/ledger.js";

/** What the query of a request asks of the ledger; a filter that means nothing is refused, never passed over. */
export function ledgerQuery(sandboxId: string, { since, operation, limit = "100" }: Request["query"]): LedgerQuery {
  const count = Number(limit);
  if (!Number.isInteger(count) || count < 1 || count > 10_000)
    throw new ControlError(400, "limit is a whole number from 1 to 10000");
  if (operation !== undefined && !Object.hasOwn(operationFacts, String(operation)))
    throw new ControlError(400, `operation is one of ${Object.keys(operationFacts).join(", ")}`);
  return {
    sandboxId,
    since: since === undefined ? undefined : sinceOf(String(since)),
    operation: operation === undefined ? undefined : String(operation),
    limit: count,
  };
}

/** A moment in milliseconds, or else a request id. */
function sinceOf(text: string): string | number {
  if (!/^\d{4}-\d\d-\d\d/.test(text)) return text;
  const moment = Date.parse(text);
  if (Number.isNaN(moment))
    throw new ControlError(400, "since is a request id, or a moment such as 2026-01-15T12:00:00Z that exists");
  return moment;
}
