import { expiryAtIssue } from "../../cards/all-types.js";
import { issueCard } from "../../cards/index.js";
import { Refusal } from "../../refusals.js";
import type { Method } from "../context.js";
import { getClient, getTemplate } from "../context.js";
import { newSerial } from "../new-ids.js";

/** Issues a card to a client, or returns the card that the client already has. */
export const createPass: Method<"createPass"> = async (context, { idTemplate, userID }) => {
  const { tx, now, profile, urls } = context;
  const template = await getTemplate(context, idTemplate);
  if (template instanceof Refusal) return template;
  const client = await getClient(context, template, userID);
  if (client instanceof Refusal) return client;
  const existing = (await tx.cardsOfClients([client.id])).at(-1);
  if (existing !== undefined) context.recordRules("card.second");
  if (existing !== undefined && profile.secondPass === "same") {
    return { result: 1, serialNumber: existing.serial, installURL: urls.card(existing.serial) };
  }
  if (template.expiry.kind !== "none") context.recordRules("expiry.setting");
  const serial = await newSerial(tx);
  await tx.insertCard(issueCard(template, { serial, clientId: client.id }, now, expiryAtIssue(template.expiry, now)));
  return { result: 1, serialNumber: serial, installURL: urls.card(serial) };
};
