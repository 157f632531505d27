import { guard, LunaError, type LunaErrorDetails } from "./luna-error.js";

/** The service did not respond in time. */
export class TimeoutError extends LunaError {
  override readonly name = "TimeoutError" as const;
  /** Timeout of the attempt, in milliseconds. */
  declare readonly timeoutMs: number;

  constructor(details: LunaErrorDetails & { readonly timeoutMs: number }) {
    super(details, `no response within ${details.timeoutMs} ms`);
  }
}

/** Whether the service did not respond in time. */
export const isTimeoutError = guard<TimeoutError>("TimeoutError");
