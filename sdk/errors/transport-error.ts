import { guard, LunaError, type LunaErrorDetails } from "./luna-error.js";

export interface TransportErrorDetails extends LunaErrorDetails {
  readonly reason: string;
  readonly mayHaveSucceeded: boolean;
}

/**
 * There was no complete response: no connection, an unknown host name, a reset. `mayHaveSucceeded` is false only if the
 * request was certainly not sent.
 */
export class TransportError extends LunaError {
  override readonly name = "TransportError" as const;
  /** The error of fetch and its causes as text, because the errors themselves may contain the token. */
  declare readonly reason: string;

  constructor(details: TransportErrorDetails) {
    super(details, details.reason);
  }
}

/** Whether there was no connection, or it broke off. */
export const isTransportError = guard<TransportError>("TransportError");
