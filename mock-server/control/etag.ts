import { createHash, type Hash } from "node:crypto";
import { ControlError } from "./control-error.js";

export const etagOfHash = (hash: Hash): string => `"${hash.digest("base64url")}"`;

/** Returns the strong ETag of a JSON string. Equal strings have equal ETags, also after a restart. */
export const etagOf = (json: string): string => etagOfHash(createHash("sha256").update(json));

/** A resource of the control plane as JSON, with the ETag for a conditional PUT. */
export interface TaggedResource {
  readonly json: string;
  readonly etag: string;
}

/** Whether an If-Match or If-None-Match header names an ETag. */
function isNamed(header: string, etag: string): boolean {
  const named: readonly string[] = header.match(/(?:W\/)?"[^"]*"/g) ?? [];
  return header.trim() === "*" || named.includes(etag);
}

/** Whether an If-None-Match header names the present ETag, so that GET returns 304. Weak ETags match (RFC 9110). */
export const isUnchanged = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch !== undefined && isNamed(ifNoneMatch.replaceAll('W/"', '"'), etag);

/**
 * Throws ControlError 412 if an If-Match header does not name the present ETag. Weak ETags never match (RFC 9110). Call
 * it in the transaction that makes the change: of two requests with the same ETag only one must pass.
 */
export function ensureMatch(ifMatch: string | undefined, getEtag: () => string): void {
  if (ifMatch === undefined) return;
  const etag = getEtag();
  if (isNamed(ifMatch, etag)) return;
  const unquoted = ifMatch.trim() === etag.slice(1, -1);
  throw new ControlError(
    412,
    unquoted
      ? `If-Match must have its quotes, got ${ifMatch.trim()}; send If-Match: ${etag}`
      : "If-Match must be the present ETag; GET the resource again and repeat the change",
  );
}
