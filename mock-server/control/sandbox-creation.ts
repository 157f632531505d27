import { randomBytes } from "node:crypto";
import { types } from "node:util";
import type { Profile } from "../model/profile.js";
import type { SandboxInfo } from "../store/port.js";
import { type ControlBody, ensureBody } from "./bodies.js";
import { ControlError } from "./control-error.js";

/** Options of a new sandbox; all have a default. */
export type SandboxRequest = Omit<ControlBody<"SandboxRequest">, "profile" | "now"> & {
  readonly profile?: Partial<Profile>;
  /** Freezes the sandbox's clock at this moment. */
  readonly now?: string | Date;
};

/** Options of a fork; all have a default. */
export type ForkRequest = Omit<ControlBody<"ForkRequest">, "profile" | "now"> & Pick<SandboxRequest, "profile" | "now">;

/** A request whose `now` is a string, as in the body of an HTTP request. */
type Textual<Request> = Omit<Request, "now"> & { readonly now?: string };

function withTextualNow<Request extends SandboxRequest | ForkRequest>(request: Request): Textual<Request> {
  const now: unknown = Object(request).now;
  if (!types.isDate(now)) return request as Textual<Request>;
  if (Number.isNaN(now.getTime())) throw new ControlError(400, "now must be a valid Date, got Invalid Date");
  return { ...request, now: now.toISOString() };
}

/** Ids that are invalid file names on Windows, with any extension. */
const deviceName = /^(?:con|prn|aux|nul|com[1-9]|lpt[1-9])$/;

/** Returns a valid request body. Throws ControlError for an invalid request. */
export function checkedSandboxRequest(request: SandboxRequest): Textual<SandboxRequest> {
  const body = withTextualNow(request);
  ensureBody("SandboxRequest", body);
  ensureFileName(body.id);
  return body;
}

/** Returns a valid request body. Throws ControlError for an invalid request. */
export function checkedForkRequest(request: ForkRequest): Textual<ForkRequest> {
  const body = withTextualNow(request);
  ensureBody("ForkRequest", body);
  ensureFileName(body.id);
  return body;
}

function ensureFileName(id = ""): void {
  if (deviceName.test(id)) throw new ControlError(400, `id must not be a device name of Windows, got "${id}"`);
}

/** Returns the id and times of a sandbox that is created at `at`, in milliseconds. The default id is random. */
export function newIdentity(
  { id = `s-${randomBytes(6).toString("hex")}`, ttlSeconds }: Pick<SandboxRequest, "id" | "ttlSeconds">,
  at: number,
): Pick<SandboxInfo, "id" | "createdAt" | "expiresAt"> {
  const expiresAt = ttlSeconds === undefined ? null : new Date(at + ttlSeconds * 1000).toISOString();
  return { id, createdAt: new Date(at).toISOString(), expiresAt };
}
