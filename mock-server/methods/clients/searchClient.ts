import { ownTemplate } from "../context.js";
import type { Run } from "../run.js";
import { aside, clientRow, phoneDigits } from "../wire.js";

/** The template's client with this phone or, if no client has the phone or none was given, with this e-mail. */
export const searchClient: Run<"searchClient"> = async (context, { idTemplate, phone, email }) => {
  const { id } = await ownTemplate(context, idTemplate);
  context.uses("client.template", "client.search");
  const digits = phoneDigits(phone);
  const client =
    (digits === null ? undefined : await context.tx.clientByPhone(id, digits)) ??
    (email === undefined ? undefined : await context.tx.clientByEmail(id, email));
  if (client === undefined) return { result: 0 };
  return {
    result: 1,
    userID: client.id,
    sName: client.sName,
    fName: client.fName,
    phone: client.phone,
    [aside]: { email: client.email, row: clientRow(client) },
  };
};
