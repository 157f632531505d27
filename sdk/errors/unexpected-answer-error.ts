import { guard, LunaError, type SdkErrorDetails } from "./sdk-error.js";

export interface UnexpectedAnswerDetails extends SdkErrorDetails {
  readonly reason: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Something answered, but not as the Luna API does: an error page of a proxy, a redirect, a field that is missing.
 */
export class UnexpectedResponseError extends LunaError {
  override readonly name = "UnexpectedResponseError" as const;
  /** What is wrong with the answer, such as `bad status` or `no object`. */
  declare readonly reason: string;
  /** HTTP status; 0 for a redirect in a browser, which hides the status. */
  declare readonly status: number;
  /** Headers of the answer, names in small letters; the token is blotted out. */
  declare readonly headers: Readonly<Record<string, string>>;
  /** The first 500 characters of the body; the token is blotted out. */
  declare readonly body: string;

  constructor(details: UnexpectedAnswerDetails) {
    super(details, `${details.reason} (status ${details.status})`);
  }
}

/** Whether what answered was not the Luna API, or not as it should be. */
export const isUnexpectedResponseError = guard<UnexpectedResponseError>("UnexpectedResponseError");
