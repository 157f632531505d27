import type { Request } from "express";
import { methodFacts } from "../../openapi/document.js";
import { orList } from "../../shared/lists.js";
import { nearest } from "../../shared/nearest.js";
import { ControlError } from "../control/control-error.js";
import type { RequestsQuery } from "../requests/request-log.js";
import { parseMoment } from "../state/moments.js";

type Filter = "since" | "method" | "serial" | "refused" | "limit";
type Query = Request["query"];

/** Maximum number of entries: the request log of `default` has 10,000, and 10,000 without a valid token. */
const maxEntries = 20_000;

/** Returns a message with the nearest valid name, or else all of them. */
function unknownName(kind: string, name: string, valid: readonly string[]): string {
  const near = nearest(name, valid);
  const advice = near === undefined ? `use ${orList(valid)}` : `did you mean ${JSON.stringify(near)}?`;
  return `unknown ${kind} ${JSON.stringify(name)}; ${advice}`;
}

/** Returns the filters of a query. Throws ControlError for an unknown or repeated filter. */
function filtersOf(query: Query, known: readonly Filter[]): Readonly<Partial<Record<Filter, string>>> {
  for (const [name, value] of Object.entries(query)) {
    if (!known.some((filter) => filter === name)) throw new ControlError(400, unknownName("filter", name, known));
    if (typeof value !== "string") throw new ControlError(400, `${name} must be given once`);
  }
  return query as Partial<Record<Filter, string>>;
}

/** Parses the filters of `GET …/requests`. Throws ControlError. */
export function requestsQuery(sandboxId: string, query: Query): RequestsQuery {
  const filters = filtersOf(query, ["since", "method", "serial", "refused", "limit"]);
  const { since, method, serial, refused, limit = "100" } = filters;
  if (!/^[1-9]\d{0,4}$/.test(limit) || Number(limit) > maxEntries)
    throw new ControlError(400, `limit must be an integer from 1 to ${maxEntries}, got ${JSON.stringify(limit)}`);
  if (method !== undefined && !Object.hasOwn(methodFacts, method))
    throw new ControlError(400, unknownName("method", method, Object.keys(methodFacts)));
  if (refused !== undefined && refused !== "true" && refused !== "false")
    throw new ControlError(400, `refused must be true or false, got ${JSON.stringify(refused)}`);
  return {
    sandboxId,
    since: sinceOf(since),
    method,
    serial,
    refused: refused === undefined ? undefined : refused === "true",
    limit: Number(limit),
    newestFirst: true,
  };
}

/** Parses the filter `since` of `GET …/report`. Throws ControlError. */
export function sinceQuery(query: Query): string | number | undefined {
  return sinceOf(filtersOf(query, ["since"]).since);
}

/** Returns a moment in milliseconds, or else a request id. */
function sinceOf(since: string | undefined): string | number | undefined {
  if (since === undefined || !/^\d{4}-/.test(since)) return since;
  const isMoment = /^[\d-]{10}(T\d\d:\d\d(:\d\d(\.\d+)?)?Z)?$/.test(since);
  const found = isMoment ? parseMoment(since) : undefined;
  if (found === undefined)
    throw new ControlError(
      400,
      `since must be a request id or a valid moment in UTC such as 2026-01-15T12:00:00Z, got ${JSON.stringify(since)}`,
    );
  return Date.parse(found);
}
