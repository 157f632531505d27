const firstPauseMs = 1000;
const maxPauseMs = 30_000;

/** Retries failed work, with growing pauses, until it succeeds. */
export class Retry {
  readonly #work: () => Promise<void>;
  #pauseMs = firstPauseMs;
  #timer: NodeJS.Timeout | undefined;
  #isRunning = false;
  #isStopped = false;

  constructor(work: () => Promise<void>) {
    this.#work = work;
  }

  /** Plans a retry after a pause, unless one is planned already. */
  later(): void {
    if (this.#isStopped) return;
    this.#timer ??= setTimeout(() => this.now(), this.#pauseMs).unref();
  }

  /** Retries at once, unless the work is running. */
  now(): void {
    if (this.#isRunning || this.#isStopped) return;
    this.#cancel();
    this.#isRunning = true;
    void this.#work().then(
      () => {
        this.#isRunning = false;
        this.#pauseMs = firstPauseMs;
      },
      () => {
        this.#isRunning = false;
        this.#pauseMs = Math.min(2 * this.#pauseMs, maxPauseMs);
        this.later();
      },
    );
  }

  /** Cancels all later retries. */
  stop(): void {
    this.#isStopped = true;
    this.#cancel();
  }

  #cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
