import { ControlError } from "./control-error.js";

/** Bounds how many clients wait at a time, and wakes all of them when the server stops. */
export class Waiting {
  readonly #max: number;
  readonly #what: string;
  readonly #wakes = new Set<() => void>();
  isStopped = false;

  /** `what` names those that wait, for the message of a refusal. */
  constructor(max: number, what: string) {
    this.#max = max;
    this.#what = what;
  }

  /** Adds a client, which `wake` wakes when the server stops. Returns a function that removes it. Throws ControlError. */
  enter(wake: () => void): () => void {
    if (this.#wakes.size >= this.#max)
      throw new ControlError(429, `limit of ${this.#max} ${this.#what} reached; end some, or retry later`);
    this.#wakes.add(wake);
    return () => void this.#wakes.delete(wake);
  }

  stop(): void {
    this.isStopped = true;
    for (const wake of this.#wakes) wake();
  }
}

/** Lets a loop sleep until something happens, also if it happens before the loop sleeps. */
export class Alarm {
  #isRinging = false;
  #wake: () => void = () => undefined;

  /** Ends the sleep, or the next one. */
  readonly ring = (): void => {
    this.#isRinging = true;
    this.#wake();
  };

  /** Sleeps at most `ms` milliseconds. Returns whether the alarm rang. */
  async sleep(ms: number): Promise<boolean> {
    if (!this.#isRinging)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    const rang = this.#isRinging;
    this.#isRinging = false;
    this.#wake = () => undefined;
    return rang;
  }
}
