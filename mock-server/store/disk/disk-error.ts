import { StoreUnavailableError } from "../port.js";

/** Error codes of a full disk, quota or file. */
const noSpace: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/**
 * Wraps a file system error in StoreUnavailableError, with `failed` as the failed step. An error without a code is a
 * bug, and becomes an Error, which leads to a response with status 500.
 */
export function asStoreError(failed: string, error: unknown): Error {
  if (error instanceof StoreUnavailableError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const text = `${failed}: ${message}`;
  if (code === undefined) return new Error(text, { cause: error });
  return new StoreUnavailableError(text, noSpace.has(code) ? 507 : 503, { cause: error });
}

/** Some changes could not be written; the message names them. */
export class UnsavedChangesError extends Error {
  override name = "UnsavedChangesError" as const;
}
