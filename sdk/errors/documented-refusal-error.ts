import { RefusalError } from "./refusal-error.js";

/** The codes that the vendor documents. */
export type RefusalCode = 1 | 2 | 3 | 4 | 5;

/** The API refused the call with a documented code; nothing has changed. */
export abstract class DocumentedRefusalError extends RefusalError {
  abstract readonly code: RefusalCode;
}
