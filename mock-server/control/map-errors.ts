import { UnknownSwitchError } from "../model/profile.js";
import { FixtureError } from "../state/fixture-error.js";
import {
  type Awaitable,
  type SandboxConflict,
  StateGoneError,
  StoreFullError,
  StoreUnavailableError,
  UnknownSandboxError,
  UnknownSnapshotError,
} from "../store/port.js";
import { ControlError } from "./control-error.js";

export const unknownRequest = (requestId: string) =>
  new ControlError(
    404,
    `unknown request ${JSON.stringify(requestId)}; take the id from x-luna-request-id (the request log drops old requests)`,
  );

export const unknownSandbox = (id: string) =>
  new ControlError(404, `unknown sandbox ${JSON.stringify(id)}; list all with GET /_luna/sandboxes`);

/** Maps errors of the lower layers to ControlError. Returns other errors, which are bugs, unchanged. */
export function asControlError(error: unknown): unknown {
  if (error instanceof UnknownSandboxError)
    return new ControlError(404, `${error.message}; list all with GET /_luna/sandboxes`);
  if (error instanceof UnknownSnapshotError)
    return new ControlError(404, `${error.message}; list all with GET …/snapshots`);
  if (error instanceof StateGoneError) return new ControlError(410, error.message);
  if (error instanceof StoreFullError) return new ControlError(507, error.message);
  if (error instanceof StoreUnavailableError) return new ControlError(error.status, error.message);
  if (error instanceof UnknownSwitchError) return new ControlError(400, `profile: ${error.message}`);
  return error instanceof FixtureError ? new ControlError(400, error.message) : error;
}

/** Runs `work`, whose errors of the lower layers become ControlError. */
export async function withControlErrors<T>(work: () => Awaitable<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asControlError(error);
  }
}

/** Returns the error of a sandbox that was not created or replaced. */
export function conflictError(found: SandboxConflict, id: string): ControlError {
  if (found.conflict === "limit")
    return new ControlError(429, "sandbox limit reached; delete some, or start with a higher --max-sandboxes");
  if (found.conflict === "id")
    return new ControlError(409, `sandbox ${id} exists already; choose another id, or delete or reset it`);
  const owner = found.owner === undefined ? "two of its companies" : `sandbox ${found.owner}`;
  const advice = "omit token in its companies to get new tokens";
  return new ControlError(409, `a token of sandbox ${id} belongs to ${owner}; ${advice}`);
}
