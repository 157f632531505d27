import { Refusal } from "../../refusals.js";
import type { Method } from "../context.js";
import { getClient, getTemplate } from "../context.js";
import { phoneDigits } from "../wire.js";
import { refusalIfTaken } from "./contacts.js";

/** Changes the names and contacts of a client. A missing contact stays unchanged. */
export const updateClient: Method<"updateClient"> = async (
  context,
  { idTemplate, userID, sName, fName, phone, email },
) => {
  const template = await getTemplate(context, idTemplate);
  if (template instanceof Refusal) return template;
  const client = await getClient(context, template, userID);
  if (client instanceof Refusal) return client;
  if (phone === undefined || email === undefined) context.recordRules("client.keepContact");
  const changed = { ...client, sName, fName, phone: phoneDigits(phone) ?? client.phone, email: email ?? client.email };
  const taken = refusalIfTaken(context, await context.tx.saveClient(changed));
  return taken ?? { result: 1, userID: client.id };
};
