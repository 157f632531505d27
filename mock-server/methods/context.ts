import type { BalanceChange } from "../cards/card-type.js";
import type { RuleProfile } from "../model/profile.js";
import type { Card, Client, Company, Iso, SeenRecords, Template } from "../model/records.js";
import { cardNotFound, cardOfOtherCompany, clientNotFound, templateNotFound } from "../refusals.js";
import type { RuleId } from "../rules.js";
import { type Awaitable, type IssuedCard, type Page, type Transaction, withValue } from "../store/port.js";

/** Addresses of our own pages that answers carry. */
export interface Urls {
  /** The page where a customer installs the card. */
  card(serial: string): string;
  /** The picture of the card's stamps. */
  stamps(serial: string): string;
}

/** What an operation works with: one company's view of one sandbox at one moment. */
export interface Context {
  readonly tx: Transaction;
  readonly company: Company;
  readonly now: Iso;
  readonly profile: RuleProfile;
  readonly urls: Urls;
  /** Notes that a rule had a say in the answer. */
  uses(...rules: readonly RuleId[]): void;
  /** Notes which parameters the request's form has, where that is fewer than the method has. */
  reads(parameters: readonly string[]): void;
  /** Notes records that the answer rests on, for the explanation of a refusal. */
  saw(records: SeenRecords): void;
}

/** The template, if the company has it. */
export async function ownTemplate(context: Context, id: number): Promise<Template> {
  const { tx, company } = context;
  const template = await tx.template(id);
  if (template !== undefined) context.saw({ template });
  if (template === undefined || template.companyId !== company.id) {
    throw templateNotFound((await tx.templatesOf(company.id)).map(({ id }) => id));
  }
  return template;
}

/** The client, if the template has it. */
export async function clientOf(context: Context, template: Template, id: number): Promise<Client> {
  const client = await context.tx.clientForUpdate(id);
  if (client !== undefined) context.saw({ client });
  if (client === undefined || client.templateId !== template.id) {
    throw clientNotFound();
  }
  return client;
}

function owned(found: IssuedCard | undefined, { company, saw }: Context): IssuedCard {
  if (found === undefined) throw cardNotFound();
  saw(found);
  const { companyId } = found.template;
  if (companyId !== company.id) throw cardOfOtherCompany({ owner: companyId, caller: company.id });
  return found;
}

/** The card with its template: error 2 if there is none, error 3 if another company has it. */
export const ownCard = (context: Context, serial: string): Awaitable<IssuedCard> =>
  withValue(context.tx.card(serial), (found) => owned(found, context));

/** Like {@link ownCard}, for a card that is about to change. */
export const ownCardForUpdate = (context: Context, serial: string): Awaitable<IssuedCard> =>
  withValue(context.tx.cardForUpdate(serial), (found) => owned(found, context));

/** The client of a card; a card without one is a bug. */
export async function clientOfCard({ tx }: Context, card: Card): Promise<Client> {
  const client = await tx.client(card.clientId);
  if (client === undefined) throw new Error(`card ${card.serial} has no client`);
  return client;
}

/** Keeps what a rule made of a card, with a row of getPassOperations for each balance that changed. */
export const keepOutcome = (
  tx: Transaction,
  now: Iso,
  { card, operations }: { readonly card: Card; readonly operations: readonly BalanceChange[] },
): Awaitable<void> =>
  tx.saveCard(
    card,
    operations.map((change) => ({ at: now, ...change })),
  );

/** The part of a list that a page number (from 1 on) means. */
export const pageOf = (page: number | undefined, size: number): Page => ({
  offset: ((page ?? 1) - 1) * size,
  limit: size,
});
