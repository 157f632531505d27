import { guard, isLunaError, LunaError, type SdkErrorDetails } from "./sdk-error.js";

/** The codes that the vendor documents. */
export type LunaErrorCode = 1 | 2 | 3 | 4 | 5;

export interface RefusalDetails extends SdkErrorDetails {
  readonly why?: string | undefined;
}

/** The vendor refused; nothing has changed. */
export abstract class RefusalError extends LunaError {
  /** Why, in a sentence: luna-sandbox says it, the real service does not. */
  declare readonly why?: string | undefined;
  override readonly mayBeDone = false as const;

  constructor(details: RefusalDetails, message: string) {
    super(details, message + (details.why ? `: ${details.why}` : ""));
  }
}

/** The vendor refused with one of its documented codes; nothing has changed. */
export abstract class DocumentedRefusalError extends RefusalError {
  abstract readonly code: LunaErrorCode;
}

/** Error 1: the token is not valid. */
export class InvalidTokenError extends DocumentedRefusalError {
  override readonly name = "InvalidTokenError" as const;
  readonly code = 1 as const;

  constructor(details: RefusalDetails) {
    super(details, "invalid token");
  }
}

/** Error 2: no card has the serial number, or the phone number has no card of the template. */
export class CardNotFoundError extends DocumentedRefusalError {
  override readonly name = "CardNotFoundError" as const;
  readonly code = 2 as const;

  constructor(details: RefusalDetails) {
    super(details, "card not found");
  }
}

/** Error 3: the card belongs to another company. */
export class CardNotOwnedError extends DocumentedRefusalError {
  override readonly name = "CardNotOwnedError" as const;
  readonly code = 3 as const;

  constructor(details: RefusalDetails) {
    super(details, "card of another company");
  }
}

/**
 * Error 4: a required parameter is missing. The service may also answer it to what it refuses without a documented
 * code, such as a balance that is too low; other profiles of the vendor's page make that a UndocumentedRefusalError. `isRefusalError`
 * covers both.
 */
export class MissingParametersError extends DocumentedRefusalError {
  override readonly name = "MissingParametersError" as const;
  readonly code = 4 as const;

  constructor(details: RefusalDetails) {
    super(details, "missing parameters or refused");
  }
}

/** Error 5: a client of the template has the phone number or the e-mail address already. */
export class ClientExistsError extends DocumentedRefusalError {
  override readonly name = "ClientExistsError" as const;
  readonly code = 5 as const;
  /** Id of that client; undefined if the answer has none that can be read, because its key is not documented. */
  declare readonly userID: number | undefined;

  constructor(details: RefusalDetails & { readonly userID: number | undefined }) {
    super(details, "the client exists");
  }
}

/** Any of the five, narrowed by `code`. */
export type AnyLunaError =
  | InvalidTokenError
  | CardNotFoundError
  | CardNotOwnedError
  | MissingParametersError
  | ClientExistsError;

/** Whether the vendor refused with one of its codes 1 to 5; narrows to the five classes, which `code` tells apart. */
export const isDocumentedRefusalError = (error: unknown): error is AnyLunaError =>
  isLunaError(error) && "code" in error;

/** Whether the vendor refused with error 1: the token is not valid. */
export const isInvalidTokenError = guard<InvalidTokenError>("InvalidTokenError");
/** Whether the vendor refused with error 2: there is no such card. */
export const isCardNotFoundError = guard<CardNotFoundError>("CardNotFoundError");
/** Whether the vendor refused with error 3: the card belongs to another company. */
export const isCardNotOwnedError = guard<CardNotOwnedError>("CardNotOwnedError");
/**
 * Whether the vendor refused with error 4: a required parameter is missing, or something that has no code. `isRefusalError`
 * does not depend on how the service refuses what has no code.
 */
export const isMissingParametersError = guard<MissingParametersError>("MissingParametersError");
/**
 * Whether the vendor refused with error 5: there is a client with this phone number or e-mail address.
 *
 * @example
 * const jane = { idTemplate: 340717, sName: "Doe", fName: "Jane", phone: 12025550143 };
 * const found = await luna.createClient(jane).catch((error) => error);
 * if (isClientExistsError(found)) console.log(found.userID);
 */
export const isClientExistsError = guard<ClientExistsError>("ClientExistsError");
