import { DocumentedRefusalError } from "./documented-refusal-error.js";
import { guard } from "./luna-error.js";
import type { RefusalDetails } from "./refusal-error.js";

/**
 * Error 4: a required parameter is missing. Refusals without a documented code, such as a balance that is too low, may
 * also have error 4; under other profiles they are an UndocumentedRefusalError. `isRefusalError` covers both.
 */
export class MissingParametersError extends DocumentedRefusalError {
  override readonly name = "MissingParametersError" as const;
  readonly code = 4 as const;

  constructor(details: RefusalDetails) {
    super(details, "missing parameters or refused");
  }
}

/**
 * Whether the API refused the call with error 4: a required parameter is missing, or the refusal has no documented code.
 * `isRefusalError` does not depend on the form of refusals without a code.
 */
export const isMissingParametersError = guard<MissingParametersError>("MissingParametersError");
