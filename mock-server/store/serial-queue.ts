/** Runs steps one by one, even after a failed step. */
export class SerialQueue {
  #last: Promise<void> | undefined;

  /** The last unfinished step. */
  get last(): Promise<void> | undefined {
    return this.#last;
  }

  /** Runs `work` after all earlier steps, and never synchronously. */
  run(work: () => Promise<void>): Promise<void> {
    // The failure of an earlier step is reported by its own promise.
    const step = (this.#last ?? Promise.resolve()).catch(() => undefined).then(work);
    this.#last = step;
    const done = () => {
      if (this.#last === step) this.#last = undefined;
    };
    step.then(done, done);
    return step;
  }
}
