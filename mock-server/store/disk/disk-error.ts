import { StoreUnavailableError } from "../port.js";

/** Codes of the errors that free space ends. */
const noSpace: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/**
 * Names the write that an error of the file system stopped. An error without a code is a bug, and stays another kind
 * of error, which is answered 500.
 */
export function asStoreError(failed: string, error: unknown): Error {
  if (error instanceof StoreUnavailableError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const text = `${failed}: ${message}`;
  if (code === undefined) return new Error(text, { cause: error });
  return new StoreUnavailableError(text, noSpace.has(code) ? 507 : 503, { cause: error });
}
