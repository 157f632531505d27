import type { FiredFault } from "../requests/exchange.js";
import type { Awaitable } from "../store/port.js";
import type { StoredFault } from "./fault.js";
import { type FaultTarget, takeFault } from "./take-fault.js";

/** Persists the faults of a sandbox. */
type Persist = (sandboxId: string, faults: readonly StoredFault[]) => Awaitable<void>;

const none: readonly never[] = [];

/** The faults of all sandboxes. */
export class FaultRegistry {
  /** Sandboxes without faults have no entry. */
  readonly #lists = new Map<string, readonly StoredFault[]>();
  /** Ids of the sandboxes with faults. Requests to other sandboxes only pay for a look into this set. */
  readonly sandboxes: Pick<ReadonlyMap<string, unknown>, "has"> = this.#lists;
  /** The last lists on the disk, which may be older than those in use. */
  readonly #persisted = new Map<string, readonly StoredFault[]>();
  readonly #persist: Persist;

  constructor(persist: Persist) {
    this.#persist = persist;
  }

  list(sandboxId: string): readonly StoredFault[] {
    return this.#lists.get(sandboxId) ?? none;
  }

  /** Sets the faults of a sandbox at once, and resolves when they are persisted. A failure changes nothing. */
  async set(sandboxId: string, faults: readonly StoredFault[]): Promise<void> {
    this.#use(sandboxId, faults);
    const used = this.list(sandboxId);
    try {
      await this.#persist(sandboxId, faults);
      this.#persisted.set(sandboxId, faults);
    } catch (error) {
      if (this.list(sandboxId) === used) this.#use(sandboxId, this.#persisted.get(sandboxId) ?? none);
      throw error;
    }
  }

  /** Sets faults that are persisted already. */
  restore(sandboxId: string, faults: readonly StoredFault[]): void {
    this.#persisted.set(sandboxId, faults);
    this.#use(sandboxId, faults);
  }

  #use(sandboxId: string, faults: readonly StoredFault[]): void {
    if (faults.length === 0) this.#lists.delete(sandboxId);
    else this.#lists.set(sandboxId, faults);
  }

  /** Returns the fault that fires on a request. Counts before it suspends, so that no two requests take the same turn. */
  async take(sandboxId: string, target: FaultTarget): Promise<FiredFault | undefined> {
    const before = this.list(sandboxId);
    const { faults, fired } = takeFault(before, target);
    if (faults !== before) await this.set(sandboxId, faults);
    return fired;
  }

  /** Forgets the faults of a deleted sandbox, so that a new sandbox with its id has none. */
  forget(sandboxId: string): void {
    this.#lists.delete(sandboxId);
    this.#persisted.delete(sandboxId);
  }
}
