import { Refusal } from "../../refusals.js";
import type { Method } from "../context.js";
import { checkCard, clientOfCard } from "../context.js";
import { undocumentedFields } from "../wire.js";

/** Returns the client of a card with the fields of the card issue form. */
export const getClientInfo: Method<"getClientInfo"> = async (context, { passSerialNumber }) => {
  const found = checkCard(context, await context.tx.card(passSerialNumber));
  if (found instanceof Refusal) return found;
  const { card } = found;
  context.recordRules("client.form");
  if (card.status !== "installed") context.recordRules("card.usableAnyway");
  const { sName, fName, dateOfBirth, phone, email, fields } = await clientOfCard(context, card);
  return { result: 1, sName, fName, dateOfBirth, phone, ...fields, [undocumentedFields]: { email } };
};
