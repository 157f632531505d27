/** Thrown by calls after close(). */
export class ServerClosedError extends Error {
  override name = "ServerClosedError" as const;

  constructor() {
    super("the server is closed");
  }
}

/** Tracks calls of a server's functions in the same process, so that close() waits for them. */
export class Calls {
  readonly #running = new Set<Promise<unknown>>();
  #isClosed = false;

  /** Runs a call. Throws ServerClosedError after close(). */
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

  /** Refuses new calls. Resolves when running calls have settled, at the latest after `grace` milliseconds. */
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
