import type { IncomingMessage } from "node:http";

/** A request whose body another Express app, in which this one is mounted, may have read already. */
export type MaybeRead = IncomingMessage & { readonly body?: unknown };

/** A multipart form, as far as it tells that it is one. */
const multipart = "--form\r\nContent-Disposition: form-data";

/** A body that was read as a form, written as a form again: as JSON it would be taken for what no client has sent. */
function formAgain(type: string, body: object): string | undefined {
  if (/^multipart\//i.test(type)) return multipart;
  return /^application\/x-www-form-urlencoded\b/i.test(type)
    ? new URLSearchParams(
        Object.entries(body).map(([name, value]): [string, string] => [name, String(value)]),
      ).toString()
    : undefined;
}

/** Returns the body of a request that another app has read, as it was sent or in other words; undefined if none has. */
export function alreadyParsedBody({ readableEnded, body, headers }: MaybeRead): Buffer | undefined {
  if (!readableEnded) return undefined;
  if (body === undefined) return Buffer.alloc(0);
  if (Buffer.isBuffer(body)) return body;
  if (typeof body === "string") return Buffer.from(body);
  const form = typeof body === "object" && body !== null ? formAgain(headers["content-type"] ?? "", body) : undefined;
  return Buffer.from(form ?? JSON.stringify(body));
}
