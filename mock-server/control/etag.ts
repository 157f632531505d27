import { createHash } from "node:crypto";
import { ControlError } from "./control-error.js";

/** The strong ETag of a JSON text: equal texts have equal ETags, also after a restart. */
export const etagOf = (json: string): string => `"${createHash("sha256").update(json).digest("base64url")}"`;

/** A resource of the control plane as JSON, with the ETag for a conditional PUT. */
export interface Tagged {
  readonly json: string;
  readonly etag: string;
}

/** Whether an If-Match or If-None-Match header names an ETag. */
function isNamed(header: string, etag: string): boolean {
  const named: readonly string[] = header.match(/(?:W\/)?"[^"]*"/g) ?? [];
  return header.trim() === "*" || named.includes(etag);
}

/** Whether an If-None-Match header names the present ETag, so that a GET is 304. Weak ETags count, as RFC 9110 says. */
export const isUnchanged = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch !== undefined && isNamed(ifNoneMatch.replaceAll('W/"', '"'), etag);

/**
 * Throws 412 where an If-Match header does not name the present ETag; a weak one matches nothing, as RFC 9110 says.
 * Call it in the transaction that makes the change: of two requests with the same ETag only one must pass.
 */
export function ensureMatch(ifMatch: string | undefined, etag: () => string): void {
  if (ifMatch !== undefined && !isNamed(ifMatch, etag()))
    throw new ControlError(
      412,
      "If-Match does not name the present ETag; GET the resource again and repeat the change",
    );
}
