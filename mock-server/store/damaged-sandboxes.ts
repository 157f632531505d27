import { type DamagedSandbox, StoreUnavailableError } from "./port.js";

/** The unusable sandboxes of a store. Requests to them throw StoreUnavailableError. */
export class DamagedSandboxes {
  readonly #byId: Map<string, DamagedSandbox>;

  constructor(damaged: readonly DamagedSandbox[]) {
    this.#byId = new Map(damaged.map((sandbox) => [sandbox.id, sandbox]));
  }

  get all(): readonly DamagedSandbox[] {
    return [...this.#byId.values()];
  }

  get(id: string): DamagedSandbox | undefined {
    return this.#byId.get(id);
  }

  /** Returns the damaged sandbox whose files have a token. */
  ownerOf(token: string): DamagedSandbox | undefined {
    return this.all.find(({ tokens }) => tokens.includes(token));
  }

  add(sandbox: DamagedSandbox): void {
    this.#byId.set(sandbox.id, sandbox);
  }

  remove(id: string): void {
    this.#byId.delete(id);
  }
}

/** Throws StoreUnavailableError for a damaged sandbox. */
export function ensureUsable(damaged: DamagedSandbox | undefined): void {
  if (damaged !== undefined)
    throw new StoreUnavailableError(`sandbox ${damaged.id} is damaged: ${damaged.reason}`, 503);
}
