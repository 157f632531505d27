import { DocumentedRefusalError } from "./documented-refusal-error.js";
import { guard } from "./luna-error.js";
import type { RefusalDetails } from "./refusal-error.js";

/** Error 5: a client of the template already has the phone number or the e-mail address. */
export class ClientExistsError extends DocumentedRefusalError {
  override readonly name = "ClientExistsError" as const;
  readonly code = 5 as const;
  /** Id of that client; undefined if the response has no readable id, because the key is not documented. */
  declare readonly userID: number | undefined;

  constructor(details: RefusalDetails & { readonly userID: number | undefined }) {
    super(details, "the client exists");
  }
}

/**
 * Whether the API refused the call with error 5: a client with this phone number or e-mail address exists.
 *
 * @example
 * const jane = { idTemplate: 340717, sName: "Doe", fName: "Jane", phone: 12025550143 };
 * const found = await luna.createClient(jane).catch((error) => error);
 * if (isClientExistsError(found)) console.log(found.userID);
 */
export const isClientExistsError = guard<ClientExistsError>("ClientExistsError");
