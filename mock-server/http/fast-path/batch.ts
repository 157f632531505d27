/**
 * Does work of many requests together that comes up one by one. Under load a server then reads many requests, handles
 * many, and sends many answers. That is worth more than any other single thing on the way of a request: the code of
 * each step stays in the processor's cache, and whoever waits for the answers is woken once and not for each of them,
 * which in a virtual machine takes as long as handling a request does. An idle server loses nothing by it.
 */
export class Batch {
  #waiting: { readonly work: () => void; readonly fail: (error: unknown) => void }[] = [];
  readonly #later: (work: () => void) => void;
  readonly #workOff = () => {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { work, fail } of waiting) {
      try {
        work();
      } catch (error) {
        fail(error);
      }
    }
  };

  /** `later` does work when the work that is at hand is done. */
  constructor(later: (work: () => void) => void) {
    this.#later = later;
  }

  /** Does `work` with all other work of the batch, which goes on if it throws; `fail` hears of that. */
  add(work: () => void, fail: (error: unknown) => void): void {
    if (this.#waiting.length === 0) this.#later(this.#workOff);
    this.#waiting.push({ work, fail });
  }
}
