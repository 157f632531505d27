import type { Timers } from "./options.js";

/** Maximum delay of a timer in milliseconds: 24 days. Longer delays fire at once. */
const maxDelayMs = 2 ** 31 - 1;

/**
 * Returns the result of the work, or undefined after `ms`. Rejects with the reason of a signal that aborts earlier. The
 * signal passed to the work then aborts; work that ignores it is abandoned.
 *
 * `AbortSignal.any([AbortSignal.timeout(ms), …])` is not enough: in Node 20 it never aborts after the garbage collector
 * has taken the inner signal.
 */
export async function withTimeout<T>(
  ms: number,
  signals: readonly (AbortSignal | undefined)[],
  timers: Timers,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const ended = new AbortController();
  let timer: unknown;
  try {
    return await new Promise((resolve, reject) => {
      for (const signal of signals) {
        signal?.throwIfAborted();
        signal?.addEventListener("abort", () => reject(signal.reason), { signal: ended.signal });
      }
      timer = timers.setTimeout(() => resolve(undefined), Math.min(ms, maxDelayMs));
      work(ended.signal).then(resolve, reject);
    });
  } finally {
    timers.clearTimeout(timer);
    ended.abort();
  }
}
