import { UnknownSwitchError } from "../model/profile.js";
import { type AnyRefusal, Refusal } from "../refusals.js";
import { FixtureError } from "../state/check.js";
import {
  type SandboxOverview,
  StateGoneError,
  type Store,
  StoreFullError,
  StoreUnavailableError,
  type Transaction,
  UnknownSandboxError,
  UnknownSnapshotError,
} from "../store/port.js";
import { ControlError } from "./control-error.js";

export const noSandbox = (id: string) =>
  new ControlError(404, `unknown sandbox ${JSON.stringify(id)}; list all with GET /_luna/sandboxes`);

/** Maps errors of the lower layers to ControlError. Returns other errors, which are bugs, unchanged. */
export function asControlError(error: unknown, sandboxId: string): unknown {
  if (error instanceof UnknownSandboxError) return noSandbox(sandboxId);
  if (error instanceof UnknownSnapshotError)
    return new ControlError(404, `${error.message}; list all with GET …/snapshots`);
  if (error instanceof StateGoneError) return new ControlError(410, error.message);
  if (error instanceof StoreFullError) return new ControlError(507, error.message);
  if (error instanceof StoreUnavailableError) return new ControlError(error.status, error.message);
  if (error instanceof UnknownSwitchError) return new ControlError(400, `profile: ${error.message}`);
  return error instanceof FixtureError ? new ControlError(400, error.message) : error;
}

/** Returns a sandbox without its records. Throws ControlError if it is unknown or damaged. */
export async function overviewOf(store: Store, sandboxId: string): Promise<SandboxOverview> {
  try {
    const overview = await store.overview(sandboxId);
    if (overview === undefined) throw noSandbox(sandboxId);
    return overview;
  } catch (error) {
    throw asControlError(error, sandboxId);
  }
}

/** Runs a transaction. Throws ControlError, and keeps no change, if `work` returns a refusal. */
export async function transact<T>(
  store: Store,
  sandboxId: string,
  work: (tx: Transaction) => Promise<T>,
): Promise<Exclude<T, AnyRefusal>> {
  try {
    const { value } = await store.transaction(sandboxId, work, (result) => result instanceof Refusal);
    if (value instanceof Refusal) throw new ControlError(409, value.reason);
    return value as Exclude<T, AnyRefusal>;
  } catch (error) {
    throw asControlError(error, sandboxId);
  }
}
