/** Lets a loop sleep until it is woken, also if that happens before it sleeps. */
export class Sleeper {
  #isWoken = false;
  #end: () => void = () => undefined;

  /** Ends the sleep, or the next sleep. */
  readonly wake = (): void => {
    this.#isWoken = true;
    this.#end();
  };

  /** Sleeps at most `ms` milliseconds. Returns whether it was woken. */
  async sleep(ms: number): Promise<boolean> {
    if (!this.#isWoken)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#end = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    const wasWoken = this.#isWoken;
    this.#isWoken = false;
    this.#end = () => undefined;
    return wasWoken;
  }
}
