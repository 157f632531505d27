import { CardNotFound, CardNotOwned, ClientExists, InvalidToken, MissingParameters } from "../errors/luna-error.js";
import { RefusedError } from "../errors/refused-error.js";
import type { OperationId } from "../wire.js";
import { type Json, Misfit, toNumber } from "./shape.js";

/**
 * What an answer says in `error`, or 0 for `result` 0 without an `error`; undefined if it is no refusal. A text in
 * `error` counts only beside a status of success: proxies and frameworks have error pages with such a key.
 */
export function refusalIn({ error, result }: Json, isOk: boolean): unknown {
  const code = toNumber(error) ?? error;
  if (code) return isOk || typeof code === "number" ? code : undefined;
  return result === false || toNumber(result) === 0 ? 0 : undefined;
}

const documented = [RefusedError, InvalidToken, CardNotFound, CardNotOwned, MissingParameters];

/** The error to throw for what `refusalIn` found in a body. */
export function refusalError(code: unknown, body: Json, operation: OperationId, why: string | undefined): Error {
  const details = { operation, why };
  if (code === 5) {
    const userID = toNumber(body.userID);
    if (userID === undefined) throw new Misfit("bad userID");
    return new ClientExists({ ...details, userID });
  }
  const ErrorClass = typeof code === "number" ? documented[code] : undefined;
  return ErrorClass ? new ErrorClass(details) : new RefusedError({ ...details, error: code });
}
