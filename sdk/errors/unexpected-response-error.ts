import { guard, LunaError, type LunaErrorDetails } from "./luna-error.js";

export interface UnexpectedResponseDetails extends LunaErrorDetails {
  readonly reason: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The response is not a response of the Luna API: an error page of a proxy, a redirect, a missing field. */
export class UnexpectedResponseError extends LunaError {
  override readonly name = "UnexpectedResponseError" as const;
  /** The problem, such as `bad status` or `no object`. */
  declare readonly reason: string;
  /** HTTP status; 0 for a redirect in a browser, which hides the status. */
  declare readonly status: number;
  /** Headers with names in lower case; the token is redacted. */
  declare readonly headers: Readonly<Record<string, string>>;
  /** The first 500 characters of the body; the token is redacted. */
  declare readonly body: string;

  constructor(details: UnexpectedResponseDetails) {
    super(details, `${details.reason} (status ${details.status})`);
  }
}

/** Whether the response was not a response of the Luna API. */
export const isUnexpectedResponseError = guard<UnexpectedResponseError>("UnexpectedResponseError");
