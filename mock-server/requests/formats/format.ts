import type { RequestEntry } from "../entry.js";
import type { Dropped } from "../request-log.js";

/** Facts that a format needs besides the entries. */
export interface FormatContext {
  /** Address of the server, such as `http://127.0.0.1:4010`. */
  readonly origin: string;
  readonly sandboxId: string;
  readonly dropped: Dropped;
}

/** A way to write entries of a request log: a head, entries between separators, and a tail. */
export interface LogFormat {
  readonly contentType: string;
  readonly head: (context: FormatContext) => string;
  /** Returns undefined for an entry that the format cannot show. */
  readonly entry: (entry: RequestEntry, context: FormatContext) => string | undefined;
  readonly separator: string;
  readonly tail: (context: FormatContext) => string;
}

/** Whether the log holds the request's body as JSON, or the request has no body. */
export const hasJsonBody = ({ request }: RequestEntry): boolean => typeof request !== "string";

/** Returns the URL of a request without its query. The path may contain any characters that a client sent. */
export function urlOf({ name }: RequestEntry, base: string): string {
  const path = name.toWellFormed().replace(/[^\w!$&'()*+,;=:@/.~%-]/gu, encodeURIComponent);
  return `${base}/${path}`;
}

/** Returns the query of a request as pairs. */
export const queryOf = ({ query }: RequestEntry): [name: string, value: string][] =>
  Object.entries(query).map(([name, value]) => [name, String(value)]);
