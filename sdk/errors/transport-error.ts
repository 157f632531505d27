import { guard, LunaError, type SdkErrorDetails } from "./sdk-error.js";

export interface TransportErrorDetails extends SdkErrorDetails {
  readonly reason: string;
  readonly mayBeDone: boolean;
}

/**
 * No answer came, or it broke off: no connection, no name, a reset. `mayBeDone` is false only if it is certain that the
 * request was not sent.
 */
export class TransportError extends LunaError {
  override readonly name = "TransportError" as const;
  /** What fetch failed with, and that with; as text, because the errors themselves may hold the token. */
  declare readonly reason: string;

  constructor(details: TransportErrorDetails) {
    super(details, details.reason);
  }
}

/** Whether there was no connection, or it broke off. */
export const isTransportError = guard<TransportError>("TransportError");
