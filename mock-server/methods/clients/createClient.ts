import { ownTemplate } from "../context.js";
import { newClientId } from "../new-ids.js";
import type { Run } from "../run.js";
import { phoneDigits } from "../wire.js";
import { ensureUnique } from "./contacts.js";

/** A new client of a template; error 5 with the other client's id if the phone or the e-mail is taken there. */
export const createClient: Run<"createClient"> = async (context, { idTemplate, sName, fName, phone, email }) => {
  const { id: templateId } = await ownTemplate(context, idTemplate);
  context.uses("client.template");
  const client = {
    id: await newClientId(context.tx),
    templateId,
    sName,
    fName,
    phone: phoneDigits(phone),
    email: email ?? null,
    dateOfBirth: null,
    fields: {},
  };
  ensureUnique(context, await context.tx.insertClient(client));
  return { result: 1, userID: client.id };
};
