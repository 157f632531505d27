import { clientOfCard, ownCard } from "../context.js";
import type { Run } from "../run.js";
import { aside } from "../wire.js";

/** The client who holds a card, with what the card issue form asked. */
export const getClientInfo: Run<"getClientInfo"> = async (context, { passSerialNumber }) => {
  const { card } = await ownCard(context, passSerialNumber);
  context.uses("client.form");
  if (card.status !== "installed") context.uses("card.usableAnyway");
  const { sName, fName, dateOfBirth, phone, email, fields } = await clientOfCard(context, card);
  return { result: 1, sName, fName, dateOfBirth, phone, ...fields, [aside]: { email } };
};
