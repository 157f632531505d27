import { guard } from "./luna-error.js";
import { type RefusalDetails, RefusalError } from "./refusal-error.js";

/**
 * The API refused the call without a documented code: `{"result":0}`, or an `error` other than 1 to 5 with a status of
 * success. Nothing has changed.
 */
export class UndocumentedRefusalError extends RefusalError {
  override readonly name = "UndocumentedRefusalError" as const;
  /**
   * Value of `error` as a number or a text, or the whole body if it was an object or a list; undefined if the response had
   * only `result` 0. Texts are cut after 500 characters, and the token is redacted.
   */
  declare readonly error: number | string | undefined;

  constructor(details: RefusalDetails & { readonly error?: number | string }) {
    super(details, "refused");
  }
}

/** Whether the API refused the call without a documented code. */
export const isUndocumentedRefusalError = guard<UndocumentedRefusalError>("UndocumentedRefusalError");
