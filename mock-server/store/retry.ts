const firstPauseMs = 1000;
const maxPauseMs = 30_000;

/** Repeats work that failed, with growing pauses, until it succeeds. */
export class Retry {
  readonly #work: () => Promise<void>;
  #pauseMs = firstPauseMs;
  #timer: NodeJS.Timeout | undefined;
  #isRunning = false;
  #isStopped = false;

  constructor(work: () => Promise<void>) {
    this.#work = work;
  }

  /** Repeats the work after a pause, unless that is planned already. */
  later(): void {
    if (this.#isStopped) return;
    this.#timer ??= setTimeout(() => this.now(), this.#pauseMs).unref();
  }

  /** Repeats the work at once, unless it is running. */
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

  /** Repeats the work no more. */
  stop(): void {
    this.#isStopped = true;
    this.#cancel();
  }

  #cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
