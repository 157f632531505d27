import { CardNotFoundError } from "../errors/card-not-found-error.js";
import { CardNotOwnedError } from "../errors/card-not-owned-error.js";
import { ClientExistsError } from "../errors/client-exists-error.js";
import { InvalidTokenError } from "../errors/invalid-token-error.js";
import { MissingParametersError } from "../errors/missing-parameters-error.js";
import type { RefusalDetails } from "../errors/refusal-error.js";
import { UndocumentedRefusalError } from "../errors/undocumented-refusal-error.js";
import { type Json, toBoolean, toId, toNumber } from "./shape.js";

/**
 * Returns the value of `error`, or 0 for `result` 0 without an `error`; undefined for a success. With a status of
 * failure only documented codes count, because error pages of proxies and frameworks have an `error` too.
 */
export function refusalIn({ error, result }: Json, isOk: boolean): unknown {
  const code = toNumber(error) ?? error;
  if (code) return isOk || [1, 2, 3, 4, 5].includes(code as number) ? code : undefined;
  return toBoolean(result) === false ? 0 : undefined;
}

/** Error classes by code. */
const errorClasses = [
  UndocumentedRefusalError,
  InvalidTokenError,
  CardNotFoundError,
  CardNotOwnedError,
  MissingParametersError,
];

/** Returns the error for a result of `refusalIn`. `shown` is that result as a redacted text. */
export function refusalError(code: unknown, body: Json, details: RefusalDetails, shown: string): Error {
  if (code === 5) return new ClientExistsError({ ...details, userID: toId(body.userID) });
  const ErrorClass = typeof code === "number" ? errorClasses[code] : undefined;
  return ErrorClass
    ? new ErrorClass(details)
    : new UndocumentedRefusalError({ ...details, error: toNumber(shown) ?? shown });
}
