import { readStream, TooLargeError } from "./read-limited.js";

export interface FetchLimits {
  readonly maxBytes: number;
  /** Maximum duration of the whole exchange, in milliseconds. */
  readonly timeoutMs: number;
}

export interface FetchedText {
  readonly ok: boolean;
  readonly status: number;
  readonly text: string;
}

/** Why there is no response: no connection, one that broke off, a timeout, or too large a body. */
export type FetchFailure = "unreachable" | "broken off" | "timeout" | "too large";

/** There is no response to a request. The message continues a sentence that begins with the URL. */
export class FetchError extends Error {
  override name = "FetchError" as const;
  readonly failure: FetchFailure;

  constructor(failure: FetchFailure, message: string) {
    super(message);
    this.failure = failure;
  }
}

/**
 * Sends a request and returns the response with its whole body. Throws FetchError.
 */
export async function fetchText(
  url: string | URL,
  { signal, ...init }: RequestInit,
  { maxBytes, timeoutMs }: FetchLimits,
): Promise<FetchedText> {
  // It is used below too: Node 20 forgets a timeout that only AbortSignal.any knows.
  const timeout = AbortSignal.timeout(timeoutMs);
  const failed = (error: Error, failure: FetchFailure, what: string): FetchError => {
    if (timeout.aborted) return new FetchError("timeout", `took longer than ${timeoutMs / 1000} seconds`);
    if (error instanceof TooLargeError) return new FetchError("too large", `sent more than ${error.limit}`);
    return new FetchError(failure, `${what}: ${error.cause instanceof Error ? error.cause.message : error.message}`);
  };
  const signals = signal ? AbortSignal.any([timeout, signal]) : timeout;
  const { ok, status, body } = await fetch(url, { ...init, signal: signals }).catch((error) => {
    throw failed(error, "unreachable", "cannot be reached");
  });
  const bytes = await readStream(body ?? [], maxBytes).catch((error) => {
    throw failed(error, "broken off", "broke off its response");
  });
  return { ok, status, text: new TextDecoder().decode(bytes) };
}
