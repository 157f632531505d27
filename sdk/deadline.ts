import type { Timers } from "./options.js";

/** The longest time that timers know, in milliseconds: 24 days. Beyond it they fire at once. */
const longestMs = 2 ** 31 - 1;

/**
 * Ends as the work does; rejects with the reason of a signal that aborts before; after `ms` it is undefined. The work's
 * own signal then aborts, but nothing depends on the work heeding it.
 *
 * `AbortSignal.any([AbortSignal.timeout(ms), …])` would do in theory: in Node 20 it never aborts once the garbage
 * collector has taken the inner signal.
 */
export async function within<T>(
  ms: number,
  signals: readonly (AbortSignal | undefined)[],
  timers: Timers,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const over = new AbortController();
  let timer: unknown;
  try {
    return await new Promise((resolve, reject) => {
      for (const signal of signals) {
        signal?.throwIfAborted();
        signal?.addEventListener("abort", () => reject(signal.reason), { signal: over.signal });
      }
      timer = timers.setTimeout(() => resolve(undefined), Math.min(ms, longestMs));
      work(over.signal).then(resolve, reject);
    });
  } finally {
    timers.clearTimeout(timer);
    over.abort();
  }
}
