/** The waits of faults, which end at once when the server stops. */
export class Pauses {
  readonly #endings = new Set<() => void>();
  #isStopped = false;

  /**
   * Resolves after some milliseconds, and at once if the signal aborts or the server stops. Without `ms` it waits for
   * these only.
   */
  wait(ms: number | undefined, signal: AbortSignal): Promise<void> {
    if (this.#isStopped || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(() => end(), ms);
      const end = () => {
        clearTimeout(timer);
        this.#endings.delete(end);
        signal.removeEventListener("abort", end);
        resolve();
      };
      this.#endings.add(end);
      signal.addEventListener("abort", end);
    });
  }

  /** Ends all waits, and those to come. */
  stop(): void {
    this.#isStopped = true;
    for (const end of this.#endings) end();
  }
}
