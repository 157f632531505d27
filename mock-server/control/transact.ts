import { type AnyRefusal, Refusal } from "../refusals.js";
import type { SandboxOverview, Store, Transaction } from "../store/port.js";
import { ControlError } from "./control-error.js";
import { unknownSandbox, withControlErrors } from "./map-errors.js";

/** Returns a sandbox without its records. Throws ControlError if it is unknown or damaged. */
export const overviewOf = (store: Store, sandboxId: string): Promise<SandboxOverview> =>
  withControlErrors(async () => {
    const overview = await store.overview(sandboxId);
    if (overview === undefined) throw unknownSandbox(sandboxId);
    return overview;
  });

/** Runs a transaction. Throws ControlError, and keeps no change, if `work` returns a refusal. */
export const transact = <T>(
  store: Store,
  sandboxId: string,
  work: (tx: Transaction) => Promise<T>,
): Promise<Exclude<T, AnyRefusal>> =>
  withControlErrors(async () => {
    const { value } = await store.transaction(sandboxId, work, (result) => result instanceof Refusal);
    if (value instanceof Refusal) throw new ControlError(409, value.reason);
    return value as Exclude<T, AnyRefusal>;
  });
