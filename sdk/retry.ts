import { isTransportError } from "./errors/transport-error.js";
import type { MethodName } from "./wire.js";

const firstPauseMs = 200;

/**
 * Whether a method only reads, by its name. A test compares this rule with `readsOnly` in openapi/document.ts; a
 * generated list would need more bytes.
 */
const onlyReads = (method: MethodName) => /^(get|search|check)/.test(method);

/** Whether a failed attempt can be retried without side effects. */
function isRetryable(method: MethodName, error: unknown): boolean {
  const { mayHaveSucceeded, status = 500 } = Object(error) as { mayHaveSucceeded?: boolean; status?: number };
  return mayHaveSucceeded ? onlyReads(method) && status >= 500 : isTransportError(error);
}

/**
 * Retries a failed attempt where that has no side effects: methods that only read if the API did not respond, and all
 * methods if the request was certainly not sent. Waits 200, 400, 800, … milliseconds.
 */
export async function withRetries<T>(
  method: MethodName,
  retries: number,
  pause: (ms: number) => Promise<unknown>,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let retry = 0; ; retry += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (retry >= retries || !isRetryable(method, error)) throw error;
      await pause(firstPauseMs * 2 ** retry);
    }
  }
}
