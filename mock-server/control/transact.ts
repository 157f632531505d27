import { UnknownSwitchError } from "../model/profile.js";
import { type AnyRefusal, Refusal } from "../refusals.js";
import { FixtureError } from "../state/check.js";
import {
  type Awaitable,
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

export const unknownRequest = (requestId: string) =>
  new ControlError(
    404,
    `unknown request ${JSON.stringify(requestId)}; take the id from x-luna-request-id (the request log drops old requests)`,
  );

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

/** Runs `work`, whose errors of the lower layers become ControlError. */
export async function withControlErrors<T>(sandboxId: string, work: () => Awaitable<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asControlError(error, sandboxId);
  }
}

/** Returns a sandbox without its records. Throws ControlError if it is unknown or damaged. */
export const overviewOf = (store: Store, sandboxId: string): Promise<SandboxOverview> =>
  withControlErrors(sandboxId, async () => {
    const overview = await store.overview(sandboxId);
    if (overview === undefined) throw noSandbox(sandboxId);
    return overview;
  });

/** Runs a transaction. Throws ControlError, and keeps no change, if `work` returns a refusal. */
export const transact = <T>(
  store: Store,
  sandboxId: string,
  work: (tx: Transaction) => Promise<T>,
): Promise<Exclude<T, AnyRefusal>> =>
  withControlErrors(sandboxId, async () => {
    const { value } = await store.transaction(sandboxId, work, (result) => result instanceof Refusal);
    if (value instanceof Refusal) throw new ControlError(409, value.reason);
    return value as Exclude<T, AnyRefusal>;
  });
