import { DocumentedRefusalError } from "./documented-refusal-error.js";
import { guard } from "./luna-error.js";
import type { RefusalDetails } from "./refusal-error.js";

/** Error 3: the card belongs to another company. */
export class CardNotOwnedError extends DocumentedRefusalError {
  override readonly name = "CardNotOwnedError" as const;
  readonly code = 3 as const;

  constructor(details: RefusalDetails) {
    super(details, "card of another company");
  }
}

/** Whether the API refused the call with error 3: the card belongs to another company. */
export const isCardNotOwnedError = guard<CardNotOwnedError>("CardNotOwnedError");
