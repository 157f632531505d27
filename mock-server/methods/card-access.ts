import type { CardChange } from "../cards/card-type.js";
import type { Card, CardType, Client, Iso, Template } from "../model/records.js";
import {
  cardNotFound,
  cardOfOtherCompany,
  clientNotFound,
  type DocumentedRefusal,
  type MethodRefusal,
  templateNotFound,
} from "../refusals.js";
import type { Awaitable, IssuedCard, Transaction } from "../store/port.js";
import type { Context } from "./context.js";

/** Returns a template of the caller's company, or a refusal. */
export async function getTemplate(context: Context, id: number): Promise<Template | MethodRefusal> {
  const { tx, company } = context;
  const template = await tx.template(id);
  if (template !== undefined) context.recordSeen({ template });
  if (template?.companyId === company.id) return template;
  return templateNotFound((await tx.templatesOf(company.id)).map(({ id }) => id));
}

export async function getClient(context: Context, template: Template, id: number): Promise<Client | MethodRefusal> {
  const client = await context.tx.clientForUpdate(id);
  if (client !== undefined) context.recordSeen({ client });
  return client?.templateId === template.id ? client : clientNotFound();
}

/** Returns a card with its template; error 2 if it does not exist, error 3 if it belongs to another company. */
export async function getCard(context: Context, serial: string): Promise<IssuedCard | DocumentedRefusal> {
  return checkOwner(context, await context.tx.card(serial));
}

/** Like {@link getCard}, for a card that is about to change. */
export async function getCardForUpdate(context: Context, serial: string): Promise<IssuedCard | DocumentedRefusal> {
  return checkOwner(context, await context.tx.cardForUpdate(serial));
}

function checkOwner(context: Context, found: IssuedCard | undefined): IssuedCard | DocumentedRefusal {
  if (found === undefined) return cardNotFound();
  context.recordSeen(found);
  const owner = found.template.companyId;
  const caller = context.company.id;
  return owner === caller ? found : cardOfOtherCompany({ owner, caller });
}

/** Returns the client of a card; a card without a client is a bug. */
export async function clientOfCard({ tx }: Context, card: Card): Promise<Client> {
  const client = await tx.client(card.clientId);
  if (client === undefined) throw new Error(`card ${card.serial} has no client`);
  return client;
}

/** Saves a changed card, and the changes of its balances as rows of its history. */
export const saveChange = (
  tx: Transaction,
  now: Iso,
  { card, operations }: Pick<CardChange<CardType>, "card" | "operations">,
): Awaitable<void> =>
  tx.saveCard(
    card,
    operations.map(({ action, amount, balance }) => ({ at: now, action, amount, balance })),
  );
