import type { InvalidValue } from "../cards/card-type.js";
import { cardTypeOf } from "../cards/index.js";
import { isShowable, latest, notShowable } from "../model/clock.js";
import type { Card, Client, Iso, Template } from "../model/records.js";
import type { SandboxRecords } from "../store/port.js";

/** An invalid state. The message begins with the path of the invalid value. */
export class FixtureError extends Error {
  override name = "FixtureError" as const;

  constructor(path: string, problem: string) {
    super(path === "" ? problem : `${path}: ${problem}`);
  }
}

/** Throws for a value that two rows of a list share; null is no value. */
function throwOnDuplicates<R>(
  list: string,
  rows: readonly R[],
  key: string & keyof R,
  textOf: (row: R) => unknown = (row) => row[key],
): void {
  const seen = new Set<unknown>();
  for (const [index, row] of rows.entries()) {
    const value = textOf(row);
    if (value === null) continue;
    if (seen.has(value)) throw new FixtureError(`${list}.${index}.${key}`, `duplicate ${String(value)}`);
    seen.add(value);
  }
}

/** Throws for a reference to a record that does not exist. */
function throwOnUnknown<R, T, K extends string & keyof R, I extends keyof T>(
  list: string,
  rows: readonly R[],
  key: K,
  targets: readonly T[],
  id: I,
): void {
  const ids = new Set<unknown>(targets.map((target) => target[id]));
  for (const [index, row] of rows.entries())
    if (!ids.has(row[key])) throw new FixtureError(`${list}.${index}.${key}`, `${String(row[key])} does not exist`);
}

function throwIfAfterLatest(where: string, at: Iso): void {
  if (at > latest) throw new FixtureError(where, `must be at most ${latest}`);
}

function checkValues(where: string, invalid: InvalidValue | undefined): void {
  if (invalid !== undefined) throw new FixtureError(`${where}${invalid.path}`, invalid.problem);
}

/** Throws for contradictory settings. */
export const checkTemplate = ({ type, settings }: Template, where: string): void =>
  checkValues(`${where}settings.`, cardTypeOf(type).invalidSettings(settings));

/** Throws for records that contradict each other, such as a duplicate key or a reference to a missing record. */
export function checkRecords(records: SandboxRecords): void {
  const { clock, companies, templates, clients, cards, operations, pushes } = records;
  if (clock.now !== null && !isShowable(Date.parse(clock.now))) throw new FixtureError("clock.now", notShowable);
  throwOnDuplicates("companies", companies, "id");
  throwOnDuplicates("companies", companies, "token");
  throwOnDuplicates("templates", templates, "id");
  throwOnUnknown("templates", templates, "companyId", companies, "id");
  for (const [index, template] of templates.entries()) checkTemplate(template, `templates.${index}.`);

  throwOnDuplicates("clients", clients, "id");
  throwOnUnknown("clients", clients, "templateId", templates, "id");
  for (const contact of ["phone", "email"] as const)
    throwOnDuplicates(
      "clients",
      clients,
      contact,
      (client) => client[contact] && `${client[contact]} in template ${client.templateId}`,
    );
  for (const [index, client] of clients.entries()) checkDateOfBirth(client, `clients.${index}.`);

  throwOnDuplicates("cards", cards, "serial");
  const templateOf = new Map(clients.map(({ id, templateId }) => [id, templateId]));
  for (const [index, card] of cards.entries()) checkCard(card, templateOf.get(card.clientId), `cards.${index}`);
  throwOnDuplicates("operations", operations, "id");
  throwOnUnknown("operations", operations, "serial", cards, "serial");
  throwOnDuplicates("pushes", pushes, "id");
  throwOnUnknown("pushes", pushes, "serial", cards, "serial");
}

/** Throws for a card of another template than its client, or with impossible balances. */
function checkCard(card: Card, clientsTemplate: number | undefined, where: string): void {
  throwIfAfterLatest(`${where}.issuedAt`, card.issuedAt);
  if (clientsTemplate !== card.templateId)
    throw new FixtureError(`${where}.clientId`, `template ${card.templateId} has no client ${card.clientId}`);
  checkValues(`${where}.`, cardTypeOf(card.type).invalidBalances(card));
}

/** Throws FixtureError for a stamp card whose active stamps reach maxStamps: no client can bring a card there. */
export function checkStampCounters({ templates, cards }: SandboxRecords): void {
  const templateOf = new Map(templates.map((template) => [template.id, template]));
  for (const [index, card] of cards.entries()) {
    const template = templateOf.get(card.templateId);
    if (card.type !== 0 || template?.type !== 0) continue;
    const { maxStamps } = template.settings;
    if (card.activeStamps >= maxStamps)
      throw new FixtureError(
        `cards.${index}.activeStamps`,
        `must be less than maxStamps, which is ${maxStamps}, got ${card.activeStamps}; a full card has 0 active stamps`,
      );
  }
}

/** Throws for a date that does not exist, such as 31 February. */
export function checkDateOfBirth({ dateOfBirth }: Pick<Client, "dateOfBirth">, where: string): void {
  if (dateOfBirth !== null && parseMoment(dateOfBirth) === undefined)
    throw new FixtureError(`${where}dateOfBirth`, "must be an existing date");
}

export const noSuchMoment = "must be an existing date and time";

/** Returns a time or the beginning of a day in UTC as ISO 8601 with milliseconds; undefined if it does not exist. */
export function parseMoment(text: string): Iso | undefined {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) return undefined;
  const iso = new Date(ms).toISOString();
  return iso.startsWith(text.slice(0, 19).replace(/Z$/, "")) ? iso : undefined;
}
