import { guard, LunaError, type SdkErrorDetails } from "./sdk-error.js";

/** No answer came in time. */
export class TimeoutError extends LunaError {
  override readonly name = "TimeoutError" as const;
  /** The time that the attempt had, in milliseconds. */
  declare readonly timeoutMs: number;

  constructor(details: SdkErrorDetails & { readonly timeoutMs: number }) {
    super(details, `no answer within ${details.timeoutMs} ms`);
  }
}

/** Whether no answer came in time. */
export const isTimeoutError = guard<TimeoutError>("TimeoutError");
