import type { Request } from "express";
import { operationFacts } from "../../openapi/document.js";
import { ControlError } from "../control/control-error.js";
import type { LedgerQuery } from "../requests/request-log.js";
import { moment } from "../state/check.js";

type Filter = "since" | "operation" | "limit";
type Query = Request["query"];

/** The ledger of `default` has 10,000 requests of its own and 10,000 without a valid token. */
const maxEntries = 20_000;

/** The filters of a query that takes those named; one that means nothing is refused, never passed over. */
function filtersOf(query: Query, known: readonly Filter[]): Readonly<Partial<Record<Filter, string>>> {
  for (const [name, value] of Object.entries(query)) {
    if (!known.some((filter) => filter === name))
      throw new ControlError(400, `the query has no such filter, there is only ${known.join(", ")}: ${name}`);
    if (typeof value !== "string") throw new ControlError(400, `${name} is given once`);
  }
  return query as Partial<Record<Filter, string>>;
}

/** What the query of a request asks of the ledger. */
export function ledgerQuery(sandboxId: string, query: Query): LedgerQuery {
  const { since, operation, limit = "100" } = filtersOf(query, ["since", "operation", "limit"]);
  if (!/^[1-9]\d{0,4}$/.test(limit) || Number(limit) > maxEntries)
    throw new ControlError(400, `limit must be an integer from 1 to ${maxEntries}, got ${JSON.stringify(limit)}`);
  if (operation !== undefined && !Object.hasOwn(operationFacts, operation))
    throw new ControlError(400, `operation is one of ${Object.keys(operationFacts).join(", ")}`);
  return { sandboxId, since: sinceOf(since), operation, limit: Number(limit) };
}

/** Since when the query of a request wants to know. */
export function sinceQuery(query: Query): string | number | undefined {
  return sinceOf(filtersOf(query, ["since"]).since);
}

/** A moment in milliseconds, or else a request id. */
function sinceOf(since: string | undefined): string | number | undefined {
  if (since === undefined || !/^\d{4}-/.test(since)) return since;
  const isMoment = /^[\d-]{10}(T\d\d:\d\d(:\d\d(\.\d+)?)?Z)?$/.test(since);
  const found = isMoment ? moment(since) : undefined;
  if (found === undefined)
    throw new ControlError(400, "since is a request id, or a moment in UTC such as 2026-01-15T12:00:00Z that exists");
  return Date.parse(found);
}
