import { DocumentedRefusalError } from "./documented-refusal-error.js";
import { guard } from "./luna-error.js";
import type { RefusalDetails } from "./refusal-error.js";

/** Error 2: no card has the serial number, or the phone number has no card of the template. */
export class CardNotFoundError extends DocumentedRefusalError {
  override readonly name = "CardNotFoundError" as const;
  readonly code = 2 as const;

  constructor(details: RefusalDetails) {
    super(details, "card not found");
  }
}

/** Whether the API refused the call with error 2: the card was not found. */
export const isCardNotFoundError = guard<CardNotFoundError>("CardNotFoundError");
