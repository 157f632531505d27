import { clientOf, ownTemplate } from "../context.js";
import type { Run } from "../run.js";
import { phoneDigits } from "../wire.js";
import { ensureUnique } from "./contacts.js";

/** Other names and contacts for a client; the contact that is not given stays as it was. */
export const updateClient: Run<"updateClient"> = async (
  context,
  { idTemplate, userID, sName, fName, phone, email },
) => {
  const template = await ownTemplate(context, idTemplate);
  const client = await clientOf(context, template, userID);
  if (phone === undefined || email === undefined) context.uses("client.keepContact");
  const changed = { ...client, sName, fName, phone: phoneDigits(phone) ?? client.phone, email: email ?? client.email };
  ensureUnique(context, await context.tx.saveClient(changed));
  return { result: 1, userID: client.id };
};
