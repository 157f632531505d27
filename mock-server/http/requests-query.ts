import type { Request } from "express";
import { methodFacts } from "../../openapi/document.js";
import { orList } from "../../shared/lists.js";
import { unknownName } from "../../shared/nearest.js";
import { ControlError } from "../control/control-error.js";
import { parseSince } from "../control/since.js";
import { type FormatName, formats } from "../requests/formats/index.js";
import type { RequestsQuery } from "../requests/request-log.js";

type Query = Request["query"];

/** Maximum number of entries: the request log of `default` has 10,000, and 10,000 without a valid token. */
const maxEntries = 20_000;

/** Maximum time that a response waits for a request, in milliseconds. */
const maxWaitMs = 60_000;

const filterNames = ["since", "method", "serial", "refused", "limit", "wait", "stream", "format"] as const;

type Filter = (typeof filterNames)[number];

/** Returns the filters of a query. Throws ControlError for an unknown or repeated filter. */
function filtersOf(query: Query, known: readonly Filter[]): Readonly<Partial<Record<Filter, string>>> {
  for (const [name, value] of Object.entries(query)) {
    if (!known.some((filter) => filter === name)) throw new ControlError(400, unknownName("filter", name, known));
    if (typeof value !== "string") throw new ControlError(400, `${name} must be given once`);
  }
  return query as Partial<Record<Filter, string>>;
}

/** Parses an integer. Throws ControlError. */
function integerOf(name: Filter, text: string, min: number, max: number): number {
  const value = Number(text);
  if (/^(0|[1-9]\d{0,5})$/.test(text) && value >= min && value <= max) return value;
  throw new ControlError(400, `${name} must be an integer from ${min} to ${max}, got ${JSON.stringify(text)}`);
}

/** Parses `format`. Throws ControlError for an unknown format. */
function formatOf(format: string | undefined): FormatName {
  if (format === undefined) return "json";
  const known = Object.keys(formats).find((name) => name === format);
  if (known === undefined) throw new ControlError(400, unknownName("format", format, Object.keys(formats)));
  return known as FormatName;
}

/** A parsed query of `GET …/requests`. */
export interface ListRequest {
  readonly query: RequestsQuery;
  /** Time to wait for a match, in milliseconds. */
  readonly waitMs: number;
  readonly isStream: boolean;
  readonly format: FormatName;
}

/** Parses the filters of `GET …/requests`. Throws ControlError. */
export function requestsQuery(sandboxId: string, query: Query): ListRequest {
  const filters = filtersOf(query, filterNames);
  const { since, method, serial, refused, limit = "100", wait = "0", stream, format } = filters;
  if (method !== undefined && !Object.hasOwn(methodFacts, method))
    throw new ControlError(400, unknownName("method", method, Object.keys(methodFacts)));
  if (refused !== undefined && refused !== "true" && refused !== "false")
    throw new ControlError(400, `refused must be true or false, got ${JSON.stringify(refused)}`);
  if (stream !== undefined && stream !== "1")
    throw new ControlError(400, `stream must be 1, got ${JSON.stringify(stream)}`);
  const unused = (["limit", "wait", "format"] as const).filter((name) => filters[name] !== undefined);
  if (stream !== undefined && unused.length > 0)
    throw new ControlError(400, `stream excludes ${orList(unused)}; leave it out`);
  const name = formatOf(format);
  return {
    query: {
      sandboxId,
      since: parseSince(since),
      method,
      serial,
      refused: refused === undefined ? undefined : refused === "true",
      limit: integerOf("limit", limit, 1, maxEntries),
      newestFirst: name === "json",
    },
    waitMs: integerOf("wait", wait, 0, maxWaitMs),
    isStream: stream !== undefined,
    format: name,
  };
}

/** Parses the filter `since` of `GET …/report`. Throws ControlError. */
export function sinceQuery(query: Query): string | number | undefined {
  return parseSince(filtersOf(query, ["since"]).since);
}

/** Parses the query of `GET …/requests/:requestId`; undefined for an explanation. Throws ControlError. */
export function formatQuery(query: Query): FormatName | undefined {
  const { format } = filtersOf(query, ["format"]);
  return format === undefined ? undefined : formatOf(format);
}
