import { isTransportError } from "./errors/transport-error.js";
import type { MethodName } from "./wire.js";

const firstPauseMs = 200;

/**
 * The names of the methods tell those that only read. The document's facts come from the same rule (`readsOnly` in
 * openapi/document.ts), and a test compares the two: a list made of the facts would say the same in more bytes.
 */
const onlyReads = (method: MethodName) => /^(get|search|check)/.test(method);

/** Whether an attempt that failed can be repeated without changing anything. */
function isRepeatable(method: MethodName, error: unknown): boolean {
  const { mayBeDone, status = 500 } = Object(error) as { mayBeDone?: boolean; status?: number };
  return mayBeDone ? onlyReads(method) && status >= 500 : isTransportError(error);
}

/**
 * Repeats an attempt that failed where that cannot change anything: a method that only reads, when no answer of the
 * API came; and any method, when the request was certainly not sent. The pauses are 200, 400, 800, … milliseconds.
 */
export async function withRetries<T>(
  method: MethodName,
  retries: number,
  pause: (ms: number) => Promise<unknown>,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let repeat = 0; ; repeat += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (repeat >= retries || !isRepeatable(method, error)) throw error;
      await pause(firstPauseMs * 2 ** repeat);
    }
  }
}
