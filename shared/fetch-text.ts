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

/** Cause of a missing response. */
export type FetchFailure = "unreachable" | "broken off" | "timeout" | "too large";

/** A request has no complete response. The message continues a sentence that begins with the URL. */
export class FetchError extends Error {
  override name = "FetchError" as const;
  readonly failure: FetchFailure;

  constructor(failure: FetchFailure, message: string) {
    super(message);
    this.failure = failure;
  }
}

/** Sends a request and returns the response with its whole body. Throws FetchError. */
export async function fetchText(
  url: string | URL,
  { signal, ...init }: RequestInit,
  { maxBytes, timeoutMs }: FetchLimits,
): Promise<FetchedText> {
  // The variable keeps the timeout alive: Node 20 forgets a timeout that only AbortSignal.any references.
  const timeout = AbortSignal.timeout(timeoutMs);
  const failed = (error: Error, failure: FetchFailure, description: string): FetchError => {
    if (timeout.aborted) return new FetchError("timeout", `took longer than ${timeoutMs / 1000} seconds`);
    if (error instanceof TooLargeError) return new FetchError("too large", `sent more than ${error.limit}`);
    return new FetchError(
      failure,
      `${description}: ${error.cause instanceof Error ? error.cause.message : error.message}`,
    );
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
