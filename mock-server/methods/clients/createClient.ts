import { Refusal } from "../../refusals.js";
import type { Method } from "../context.js";
import { getTemplate } from "../context.js";
import { newClientId } from "../new-ids.js";
import { phoneDigits } from "../wire.js";
import { refusalIfTaken } from "./contacts.js";

/** Creates a client of a template; error 5 if the phone or the e-mail is taken there. */
export const createClient: Method<"createClient"> = async (context, { idTemplate, sName, fName, phone, email }) => {
  const template = await getTemplate(context, idTemplate);
  if (template instanceof Refusal) return template;
  context.recordRules("client.template");
  const client = {
    id: await newClientId(context.tx),
    templateId: template.id,
    sName,
    fName,
    phone: phoneDigits(phone),
    email: email ?? null,
    dateOfBirth: null,
    fields: {},
  };
  const taken = refusalIfTaken(context, await context.tx.insertClient(client));
  return taken ?? { result: 1, userID: client.id };
};
