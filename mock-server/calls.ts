/** A method of a server was called after its close(). */
export class ServerClosedError extends Error {
  override name = "ServerClosedError" as const;

  constructor() {
    super("the server is closed");
  }
}

/** Calls of a server's methods in the same process: its stop waits for them and refuses later ones. */
export class Calls {
  readonly #running = new Set<Promise<unknown>>();
  #isClosed = false;

  /** Makes a call. Throws ServerClosedError after close(). */
  async run<T>(call: () => Promise<T>): Promise<T> {
    if (this.#isClosed) throw new ServerClosedError();
    const running = call();
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  /** Refuses new calls. Resolves when those under way have settled, at the latest after the grace in milliseconds. */
  close(grace: number): Promise<void> {
    this.#isClosed = true;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, grace);
      Promise.allSettled(this.#running).then(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
