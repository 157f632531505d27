import type { Schemas } from "../../../openapi/document.js";
import { cardTypes } from "../../cards/index.js";
import type { Card, Client } from "../../model/records.js";
import { type MethodRefusal, Refusal } from "../../refusals.js";
import type { Context } from "../context.js";
import { getTemplate } from "../context.js";
import { cardRow, phoneDigits } from "../wire.js";

/** Returns the newest card of the template's client with this phone; undefined without a client or card. */
export async function cardByPhone(
  context: Context,
  idTemplate: number,
  phone: number,
): Promise<Card | undefined | MethodRefusal> {
  const template = await getTemplate(context, idTemplate);
  if (template instanceof Refusal) return template;
  context.recordRules("card.byPhone");
  const client = await context.tx.clientByPhone(template.id, phoneDigits(phone) ?? "");
  return client && (await context.tx.cardsOfClients([client.id])).at(-1);
}

/** Returns all cards of some clients, as getClientPassesByPhone and getClientPassesByEmail list them. */
export async function cardRows(context: Context, clients: readonly Client[]): Promise<Schemas["Card"][]> {
  const { tx, urls } = context;
  context.recordRules("client.template", "list.order", "card.status");
  const row = async (card: Card) => {
    const template = await tx.template(card.templateId);
    if (template === undefined) throw new Error(`card ${card.serial} has no template`);
    context.recordRules(...cardTypes[card.type].wireRules);
    return cardRow(card, template, urls);
  };
  return Promise.all((await tx.cardsOfClients(clients.map(({ id }) => id))).map(row));
}
