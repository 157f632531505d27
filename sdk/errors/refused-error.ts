import { type AnyLunaError, isDocumentedRefusalError, type RefusalDetails, RefusalError } from "./luna-error.js";
import { guard } from "./sdk-error.js";

/**
 * The vendor refused without a documented code: `{"result":0}`, or beside a status of success an `error` other than 1
 * to 5. Nothing has changed.
 */
export class UndocumentedRefusalError extends RefusalError {
  override readonly name = "UndocumentedRefusalError" as const;
  /**
   * What `error` held, as a number or a text; the whole body if it held an object or a list; undefined if the answer had
   * only `result` 0. Texts are cut after 500 characters, and the token is blotted out.
   */
  declare readonly error: number | string | undefined;

  constructor(details: RefusalDetails & { readonly error?: number | string }) {
    super(details, "refused");
  }
}

/** Whether the vendor refused without a documented code. */
export const isUndocumentedRefusalError = guard<UndocumentedRefusalError>("UndocumentedRefusalError");

/**
 * Whether the vendor refused, with a documented code or without. Nobody knows how the real service refuses what has
 * no code (a balance too low, an expired card, …): it may look like error 4 or like a UndocumentedRefusalError.
 *
 * @example
 * await luna.useReward({ passSerialNumber: "297150-586-203", numberRewards: 9 }).catch((error) => {
 *   if (!isRefusalError(error)) throw error;
 *   console.log(error.why);
 * });
 */
export const isRefusalError = (error: unknown): error is AnyLunaError | UndocumentedRefusalError =>
  isDocumentedRefusalError(error) || isUndocumentedRefusalError(error);
