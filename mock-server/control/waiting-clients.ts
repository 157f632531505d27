import { ControlError } from "./control-error.js";

/** Limits the number of clients that wait at a time, and wakes all of them when the server stops. */
export class WaitingClients {
  readonly #max: number;
  readonly #label: string;
  readonly #wakes = new Set<() => void>();
  isStopped = false;

  /** `label` names the clients in the message of a refusal. */
  constructor(max: number, label: string) {
    this.#max = max;
    this.#label = label;
  }

  /** Adds a client, which `wake` wakes when the server stops. Returns a function that removes it. Throws ControlError. */
  enter(wake: () => void): () => void {
    if (this.#wakes.size >= this.#max)
      throw new ControlError(429, `limit of ${this.#max} ${this.#label} reached; end some, or retry later`);
    this.#wakes.add(wake);
    return () => void this.#wakes.delete(wake);
  }

  stop(): void {
    this.isStopped = true;
    for (const wake of this.#wakes) wake();
  }
}
