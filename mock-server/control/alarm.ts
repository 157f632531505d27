/** Lets a loop sleep until it is woken, also if that happens before it sleeps. */
export class Alarm {
  #isRinging = false;
  #wake: () => void = () => undefined;

  /** Ends the sleep, or the next sleep. */
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
