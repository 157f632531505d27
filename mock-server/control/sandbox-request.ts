import { types } from "node:util";
import type { Profile } from "../model/profile.js";
import { type ControlBody, checkBody } from "./bodies.js";
import { ControlError } from "./control-error.js";

/** Options of a new sandbox; all have a default. */
export type SandboxRequest = Omit<ControlBody<"SandboxRequest">, "profile" | "now"> & {
  readonly profile?: Partial<Profile>;
  /** Freezes the sandbox's clock at this moment. */
  readonly now?: string | Date;
};

/** A request whose `now` is a string, as in the body of an HTTP request. */
type TextualRequest = Omit<SandboxRequest, "now"> & { readonly now?: string };

function withTextualNow(request: SandboxRequest): TextualRequest {
  const now: unknown = Object(request).now;
  if (!types.isDate(now)) return request as TextualRequest;
  if (Number.isNaN(now.getTime())) throw new ControlError(400, "now must be a valid Date, got Invalid Date");
  return { ...request, now: now.toISOString() };
}

/** Ids that are invalid file names on Windows, with any extension. */
const deviceName = /^(?:con|prn|aux|nul|com[1-9]|lpt[1-9])$/;

/** Returns a valid request body. Throws ControlError for an invalid request. */
export function checkedRequest(request: SandboxRequest): TextualRequest {
  const body = withTextualNow(request);
  checkBody("SandboxRequest", body);
  if (deviceName.test(body.id ?? ""))
    throw new ControlError(400, `id must not be a device name of Windows, got "${body.id}"`);
  return body;
}
