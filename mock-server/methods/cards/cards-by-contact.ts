import type { Schemas } from "../../../openapi/document.js";
import { cardTypes } from "../../cards/index.js";
import type { Card, Client } from "../../model/records.js";
import { type Context, ownTemplate } from "../context.js";
import { cardRow, phoneDigits } from "../wire.js";

/** The newest card of the template's client with this phone; undefined if there is no such client or card. */
export async function cardByPhone(context: Context, idTemplate: number, phone: number): Promise<Card | undefined> {
  const template = await ownTemplate(context, idTemplate);
  context.uses("card.byPhone");
  const client = await context.tx.clientByPhone(template.id, phoneDigits(phone) ?? "");
  return client && (await context.tx.cardsOfClients([client.id])).at(-1);
}

/** All cards of some clients, as getClientPassesByPhone and getClientPassesByEmail list them. */
export async function cardRows(context: Context, clients: readonly Client[]): Promise<Schemas["Card"][]> {
  const { tx, urls, uses } = context;
  uses("client.template", "list.order", "card.status");
  const row = async (card: Card) => {
    const template = await tx.template(card.templateId);
    if (template === undefined) throw new Error(`card ${card.serial} has no template`);
    uses(...cardTypes[card.type].shown);
    return cardRow(card, template, urls);
  };
  return Promise.all((await tx.cardsOfClients(clients.map(({ id }) => id))).map(row));
}
