import type { CardNotFoundError } from "./card-not-found-error.js";
import type { CardNotOwnedError } from "./card-not-owned-error.js";
import type { ClientExistsError } from "./client-exists-error.js";
import type { InvalidTokenError } from "./invalid-token-error.js";
import { isLunaError } from "./luna-error.js";
import type { MissingParametersError } from "./missing-parameters-error.js";
import { isUndocumentedRefusalError, type UndocumentedRefusalError } from "./undocumented-refusal-error.js";

/** All errors with a documented code, narrowed by `code`. */
export type AnyDocumentedRefusalError =
  | InvalidTokenError
  | CardNotFoundError
  | CardNotOwnedError
  | MissingParametersError
  | ClientExistsError;

/** Whether the API refused the call with a code from 1 to 5; `code` narrows the error to its class. */
export const isDocumentedRefusalError = (error: unknown): error is AnyDocumentedRefusalError =>
  isLunaError(error) && "code" in error;

/**
 * Whether the API refused the call, with or without a documented code. The vendor does not document refusals such as a
 * balance that is too low or an expired card: they may be error 4 or an UndocumentedRefusalError.
 *
 * @example
 * await luna.useReward({ passSerialNumber: "297150-586-203", numberRewards: 9 }).catch((error) => {
 *   if (!isRefusalError(error)) throw error;
 *   console.log(error.why);
 * });
 */
export const isRefusalError = (error: unknown): error is AnyDocumentedRefusalError | UndocumentedRefusalError =>
  isDocumentedRefusalError(error) || isUndocumentedRefusalError(error);
