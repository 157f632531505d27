import { expiryAtIssue } from "../../cards/expiry.js";
import { issue } from "../../cards/index.js";
import { clientOf, ownTemplate } from "../context.js";
import { newSerial } from "../new-ids.js";
import type { Run } from "../run.js";

/** A card for a client, or the one the client already has. */
export const createPass: Run<"createPass"> = async (context, { idTemplate, userID }) => {
  const { tx, now, profile, urls } = context;
  const template = await ownTemplate(context, idTemplate);
  const client = await clientOf(context, template, userID);
  const existing = (await tx.cardsOfClients([client.id])).at(-1);
  if (existing !== undefined) context.uses("card.second");
  if (existing !== undefined && profile.secondPass === "same") {
    return { result: 1, serialNumber: existing.serial, installURL: urls.card(existing.serial) };
  }
  if (template.expiry.kind !== "none") context.uses("expiry.setting");
  const serial = await newSerial(tx);
  await tx.insertCard(issue(template, { serial, clientId: client.id }, now, expiryAtIssue(template.expiry, now)));
  return { result: 1, serialNumber: serial, installURL: urls.card(serial) };
};
