import type { RequestRecord } from "./request-record.js";

/** Functions that the request log calls while it handles a request, so they must be fast and must not throw. */
export interface LogObserver {
  /** Called after a record was added. */
  readonly added?: (record: RequestRecord) => void;
  /** Called before the log of a deleted sandbox is dropped. */
  readonly forgetting?: (sandboxId: string) => void;
}

const none: readonly never[] = [];

/** Observers of the logs of single sandboxes, and of all logs under the key undefined. */
export class Observers {
  readonly #observers = new Map<string | undefined, Set<LogObserver>>();

  /** Adds an observer. Returns a function that removes it. */
  add(sandboxId: string | undefined, observer: LogObserver): () => void {
    const known = this.#observers.get(sandboxId) ?? new Set();
    this.#observers.set(sandboxId, known.add(observer));
    return () => {
      known.delete(observer);
      if (known.size === 0 && this.#observers.get(sandboxId) === known) this.#observers.delete(sandboxId);
    };
  }

  added(sandboxId: string, record: RequestRecord): void {
    if (this.#observers.size === 0) return;
    for (const { added } of this.#observers.get(undefined) ?? none) added?.(record);
    for (const { added } of this.#observers.get(sandboxId) ?? none) added?.(record);
  }

  forgetting(sandboxId: string): void {
    for (const { forgetting } of this.#observers.get(undefined) ?? none) forgetting?.(sandboxId);
    for (const { forgetting } of this.#observers.get(sandboxId) ?? none) forgetting?.(sandboxId);
  }
}
