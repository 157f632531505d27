import {
  CardNotFoundError,
  CardNotOwnedError,
  ClientExistsError,
  InvalidTokenError,
  MissingParametersError,
  type RefusalDetails,
} from "../errors/luna-error.js";
import { UndocumentedRefusalError } from "../errors/refused-error.js";
import { type Json, toId, toNumber, toTruth } from "./shape.js";

/**
 * What an answer says in `error`, or 0 for `result` 0 without an `error`; undefined if it is no refusal. Beside
 * a status of failure only documented codes count in `error`: proxies and frameworks have error pages with such a key.
 */
export function refusalIn({ error, result }: Json, isOk: boolean): unknown {
  const code = toNumber(error) ?? error;
  if (code) return isOk || [1, 2, 3, 4, 5].includes(code as number) ? code : undefined;
  return toTruth(result) === false ? 0 : undefined;
}

const documented = [
  UndocumentedRefusalError,
  InvalidTokenError,
  CardNotFoundError,
  CardNotOwnedError,
  MissingParametersError,
];

/** The error to throw for what `refusalIn` found in a body; `shown` is that as a text without the token. */
export function refusalError(code: unknown, body: Json, details: RefusalDetails, shown: string): Error {
  if (code === 5) return new ClientExistsError({ ...details, userID: toId(body.userID) });
  const ErrorClass = typeof code === "number" ? documented[code] : undefined;
  return ErrorClass
    ? new ErrorClass(details)
    : new UndocumentedRefusalError({ ...details, error: toNumber(shown) ?? shown });
}
