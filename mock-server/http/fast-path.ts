import type { ServerResponse } from "node:http";

interface Job {
  readonly work: () => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Batches work that arrives one request at a time. Under load a server then reads many requests, handles many and sends
 * many responses: the code of each step stays in the processor's cache, and clients are woken once for many responses.
 * See docs/performance.md for its gain.
 */
export class Batch {
  #jobs: Job[] = [];
  readonly #schedule: (run: () => void) => void;
  readonly #run = () => {
    const jobs = this.#jobs;
    this.#jobs = [];
    for (const { work, fail } of jobs) {
      try {
        work();
      } catch (error) {
        fail(error);
      }
    }
  };

  /** `schedule` calls its argument once the present work is done. */
  constructor(schedule: (run: () => void) => void) {
    this.#schedule = schedule;
  }

  /** Runs `work` with the next batch. Calls `fail` if it throws; the other work is not affected. */
  add(work: () => void, fail: (error: unknown) => void): void {
    if (this.#jobs.length === 0) this.#schedule(this.#run);
    this.#jobs.push({ work, fail });
  }
}

/**
 * Ends a response with one plain write. `end(body)` writes headers and body as two pieces that the system must gather.
 * See docs/performance.md for its gain.
 */
export function endInOneWrite(response: ServerResponse, body: string): void {
  const { socket } = response;
  // The response to an earlier request of this connection is not sent yet.
  if (socket === null) return void response.end(body);
  socket.cork();
  response.write(body);
  socket.uncork();
  response.end();
}
