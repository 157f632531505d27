import type { InvalidValue } from "../cards/card-type.js";
import { cardTypes } from "../cards/index.js";
import { clockLimits, isClockTime, latestMoment } from "../model/clock.js";
import type { Card, Client, Iso, Template } from "../model/records.js";
import type { SandboxRecords } from "../store/port.js";
import { FixtureError } from "./fixture-error.js";
import { isExistingDay } from "./timestamps.js";

/** Returns the distinct values of a column. Throws for a value that two rows share. */
function distinct<R, K extends string & keyof R>(list: string, rows: readonly R[], key: K): ReadonlySet<R[K]> {
  const seen = new Set<R[K]>();
  for (const [index, row] of rows.entries()) {
    seen.add(row[key]);
    if (seen.size === index) throw new FixtureError(`${list}.${index}.${key}`, `duplicate ${String(row[key])}`);
  }
  return seen;
}

/** Throws for an id that two rows share. Ids in ascending order, as in an export, need no set. */
function ensureUniqueIds(list: string, rows: readonly { readonly id: number }[]): void {
  let last = 0;
  const ascend = rows.every(({ id }) => {
    const isLater = id > last;
    last = id;
    return isLater;
  });
  if (!ascend) distinct(list, rows, "id");
}

/** Throws for a reference to a record that does not exist. `kind` names the record. */
function ensureReferences<R, K extends string & keyof R>(
  list: string,
  rows: readonly R[],
  key: K,
  kind: string,
  targets: { has(id: R[K]): boolean },
): void {
  for (const [index, row] of rows.entries())
    if (!targets.has(row[key]))
      throw new FixtureError(`${list}.${index}.${key}`, `${kind} ${String(row[key])} does not exist`);
}

/** Throws for a contact that two clients of a template share. */
function ensureUniqueContacts(clients: readonly Client[], contact: "phone" | "email"): void {
  const seenIn = new Map<number, Set<string>>();
  for (const [index, { templateId, [contact]: value }] of clients.entries()) {
    if (value === null) continue;
    const seen = seenIn.get(templateId) ?? new Set();
    if (seen.size === 0) seenIn.set(templateId, seen);
    if (seen.has(value))
      throw new FixtureError(`clients.${index}.${contact}`, `duplicate ${value} in template ${templateId}`);
    seen.add(value);
  }
}

function ensureNotAfterLatest(where: string, at: Iso): void {
  if (at > latestMoment) throw new FixtureError(where, `must be at most ${latestMoment}`);
}

function ensureValues(where: string, invalid: InvalidValue | undefined): void {
  if (invalid !== undefined) throw new FixtureError(`${where}${invalid.path}`, invalid.problem);
}

/** Throws for contradictory settings. */
export const ensureTemplate = ({ type, settings }: Template, where: string): void =>
  ensureValues(`${where}settings.`, cardTypes[type].invalidSettings(settings));

/** Throws for records that contradict each other, such as a duplicate key or a reference to a missing record. */
export function ensureRecords(records: SandboxRecords): void {
  const { clock, companies, templates, clients, cards, operations, pushes } = records;
  if (clock.now !== null && !isClockTime(Date.parse(clock.now))) throw new FixtureError("clock.now", clockLimits);
  const companyIds = distinct("companies", companies, "id");
  distinct("companies", companies, "token");
  const templateIds = distinct("templates", templates, "id");
  ensureReferences("templates", templates, "companyId", "company", companyIds);
  for (const [index, template] of templates.entries()) ensureTemplate(template, `templates.${index}.`);

  const templateOf = new Map<number, number>();
  for (const [index, { id, templateId }] of clients.entries()) {
    templateOf.set(id, templateId);
    if (templateOf.size === index) throw new FixtureError(`clients.${index}.id`, `duplicate ${id}`);
  }
  ensureReferences("clients", clients, "templateId", "template", templateIds);
  ensureUniqueContacts(clients, "phone");
  ensureUniqueContacts(clients, "email");
  for (const [index, client] of clients.entries())
    if (!hasExistingBirth(client)) throw noSuchBirth(`clients.${index}.`);

  const serials = distinct("cards", cards, "serial");
  for (const [index, card] of cards.entries()) {
    const isValid = card.issuedAt <= latestMoment && templateOf.get(card.clientId) === card.templateId;
    const invalid = cardTypes[card.type].invalidBalances(card);
    if (!isValid || invalid !== undefined) ensureCard(card, templateOf.get(card.clientId), `cards.${index}`);
  }
  ensureUniqueIds("operations", operations);
  ensureReferences("operations", operations, "serial", "card", serials);
  ensureUniqueIds("pushes", pushes);
  ensureReferences("pushes", pushes, "serial", "card", serials);
}

/** Throws for a card of another template than its client, or with impossible balances. */
function ensureCard(card: Card, clientsTemplate: number | undefined, where: string): void {
  ensureNotAfterLatest(`${where}.issuedAt`, card.issuedAt);
  if (clientsTemplate !== card.templateId)
    throw new FixtureError(`${where}.clientId`, `template ${card.templateId} has no client ${card.clientId}`);
  ensureValues(`${where}.`, cardTypes[card.type].invalidBalances(card));
}

/** Throws FixtureError for a stamp card whose active stamps reach maxStamps: no client can bring a card there. */
export function ensureStampCounters({ templates, cards }: SandboxRecords): void {
  const templateOf = new Map(templates.map((template) => [template.id, template]));
  for (const [index, card] of cards.entries()) {
    if (card.type !== 0) continue;
    const template = templateOf.get(card.templateId);
    if (template?.type !== 0) continue;
    const { maxStamps } = template.settings;
    if (card.activeStamps >= maxStamps)
      throw new FixtureError(
        `cards.${index}.activeStamps`,
        `must be less than maxStamps, which is ${maxStamps}, got ${card.activeStamps}; a full card has 0 active stamps`,
      );
  }
}

type WithBirth = Pick<Client, "dateOfBirth">;

const hasExistingBirth = ({ dateOfBirth }: WithBirth): boolean => dateOfBirth === null || isExistingDay(dateOfBirth);

const noSuchBirth = (where: string) => new FixtureError(`${where}dateOfBirth`, "must be an existing date");

/** Throws for a date that does not exist, such as 31 February. */
export function ensureDateOfBirth(client: WithBirth, where: string): void {
  if (!hasExistingBirth(client)) throw noSuchBirth(where);
}
