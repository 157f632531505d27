import { DocumentedRefusalError } from "./documented-refusal-error.js";
import { guard } from "./luna-error.js";
import type { RefusalDetails } from "./refusal-error.js";

/** Error 1: the token is invalid. */
export class InvalidTokenError extends DocumentedRefusalError {
  override readonly name = "InvalidTokenError" as const;
  readonly code = 1 as const;

  constructor(details: RefusalDetails) {
    super(details, "invalid token");
  }
}

/** Whether the API refused the call with error 1: the token is invalid. */
export const isInvalidTokenError = guard<InvalidTokenError>("InvalidTokenError");
