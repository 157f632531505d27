import type { IncomingMessage } from "node:http";

/** A request whose body may have been parsed by an outer Express app. */
export type MaybeParsed = IncomingMessage & { readonly body?: unknown };

/** Start of a multipart form. */
const multipart = "--form\r\nContent-Disposition: form-data";

/** Serializes a parsed form as a form. As JSON it would look like a request that no client has sent. */
function serializeForm(type: string, body: object): string | undefined {
  if (/^multipart\//i.test(type)) return multipart;
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) return undefined;
  const entries = Object.entries(body).map(([name, value]): [string, string] => [name, String(value)]);
  return new URLSearchParams(entries).toString();
}

/** Returns the body of a request that an outer app has parsed, serialized again; undefined if it is not parsed yet. */
export function alreadyParsedBody({ readableEnded, body, headers }: MaybeParsed): Buffer | undefined {
  if (!readableEnded) return undefined;
  if (body === undefined) return Buffer.alloc(0);
  if (Buffer.isBuffer(body)) return body;
  if (typeof body === "string") return Buffer.from(body);
  const isObject = typeof body === "object" && body !== null;
  const form = isObject ? serializeForm(headers["content-type"] ?? "", body) : undefined;
  return Buffer.from(form ?? JSON.stringify(body));
}
