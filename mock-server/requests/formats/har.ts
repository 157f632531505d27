import { STATUS_CODES } from "node:http";
import { programVersion } from "../../../shared/version.js";
import type { RequestEntry } from "../entry.js";
import { type FormatContext, type LogFormat, queryOf, urlOf } from "./format.js";

const pairs = (all: readonly (readonly [string, string])[]) => all.map(([name, value]) => ({ name, value }));

/** The log does not keep the size of headers. */
const unknownSize = -1;

const mimeType = "application/json";

function requestOf(entry: RequestEntry, { origin }: FormatContext): object {
  const query = queryOf(entry);
  const search = query.length === 0 ? "" : `?${new URLSearchParams(query)}`;
  const credentials = [...(entry.token === "missing" ? [] : ["x-access-token"]), ...entry.credentials];
  const text = entry.request === null ? undefined : JSON.stringify(entry.request);
  return {
    method: entry.verb,
    url: urlOf(entry, `${origin}/api/v1`) + search,
    httpVersion: "HTTP/1.1",
    cookies: [],
    headers: pairs(credentials.map((name) => [name, "[redacted]"])),
    queryString: pairs(query),
    ...(text !== undefined && { postData: { mimeType, text } }),
    headersSize: unknownSize,
    bodySize: text === undefined ? 0 : Buffer.byteLength(text),
  };
}

function responseOf({ requestId, status, response, why }: RequestEntry): object {
  // A fault may withhold the response.
  const text = response === null ? "" : JSON.stringify(response);
  const size = Buffer.byteLength(text);
  return {
    status,
    statusText: STATUS_CODES[status] ?? "",
    httpVersion: "HTTP/1.1",
    cookies: [],
    headers: pairs([["x-luna-request-id", requestId], ...(why === null ? [] : [["x-luna-why", why] as const])]),
    content: { size, mimeType, text },
    redirectURL: "",
    headersSize: unknownSize,
    bodySize: size,
  };
}

/** HAR 1.2, as browsers and proxies export it. */
export const har: LogFormat = {
  contentType: "application/har+json; charset=utf-8",
  head: () =>
    `{"log":{"version":"1.2","creator":${JSON.stringify({ name: "luna-sandbox", version: programVersion() })},"entries":[`,
  entry: (entry, context) =>
    JSON.stringify({
      startedDateTime: entry.at,
      time: entry.durationMs,
      request: requestOf(entry, context),
      response: responseOf(entry),
      cache: {},
      timings: { send: 0, wait: entry.durationMs, receive: 0 },
    }),
  separator: ",",
  tail: () => "]}}",
};
