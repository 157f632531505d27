import { Refusal } from "../../refusals.js";
import type { Method } from "../context.js";
import { getTemplate } from "../context.js";
import { clientRow, phoneDigits, undocumentedFields } from "../wire.js";

/** Finds the template's client with this phone or, without a match, with this e-mail. */
export const searchClient: Method<"searchClient"> = async (context, { idTemplate, phone, email }) => {
  const template = await getTemplate(context, idTemplate);
  if (template instanceof Refusal) return template;
  context.recordRules("client.template", "client.search");
  const digits = phoneDigits(phone);
  const client =
    (digits === null ? undefined : await context.tx.clientByPhone(template.id, digits)) ??
    (email === undefined ? undefined : await context.tx.clientByEmail(template.id, email));
  if (client === undefined) return { result: 0 };
  return {
    result: 1,
    userID: client.id,
    sName: client.sName,
    fName: client.fName,
    phone: client.phone,
    [undocumentedFields]: { email: client.email, row: clientRow(client) },
  };
};
