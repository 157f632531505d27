import type { InvalidValue } from "../cards/card-type.js";
import { cardTypeOf } from "../cards/index.js";
import { isShowable, latest, notShowable } from "../model/clock.js";
import type { Card, Client, Iso, Template } from "../model/records.js";
import type { SandboxRecords } from "../store/port.js";

/** A fixture that cannot be loaded: where in it, and what is wrong there. */
export class FixtureError extends Error {
  override name = "FixtureError" as const;

  constructor(where: string, what: string) {
    super(where === "" ? what : `${where}: ${what}`);
  }
}

/** Refuses a value that two rows of a list share; null can be there many times. */
function unique<R>(
  list: string,
  rows: readonly R[],
  key: string & keyof R,
  textOf: (row: R) => unknown = (row) => row[key],
): void {
  const seen = new Set<unknown>();
  for (const [place, row] of rows.entries()) {
    const value = textOf(row);
    if (value === null) continue;
    if (seen.has(value)) throw new FixtureError(`${list}.${place}.${key}`, `${String(value)} is there twice`);
    seen.add(value);
  }
}

/** Refuses a reference that points at nothing. */
function known<R, T, K extends string & keyof R, I extends keyof T>(
  list: string,
  rows: readonly R[],
  key: K,
  targets: readonly T[],
  id: I,
): void {
  const ids = new Set<unknown>(targets.map((target) => target[id]));
  for (const [place, row] of rows.entries())
    if (!ids.has(row[key])) throw new FixtureError(`${list}.${place}.${key}`, `there is no ${String(row[key])}`);
}

function notAfterLatest(where: string, at: Iso): void {
  if (at > latest) throw new FixtureError(where, `lies after ${latest}`);
}

function checkValues(where: string, invalid: InvalidValue | undefined): void {
  if (invalid !== undefined) throw new FixtureError(`${where}${invalid.path}`, invalid.problem);
}

/** Throws for settings whose single values are valid and which contradict each other. */
export const checkTemplate = ({ type, settings }: Template, where: string): void =>
  checkValues(`${where}settings.`, cardTypeOf(type).invalidSettings(settings));

/** Refuses records that do not fit together: a key that is there twice, a reference that points nowhere. */
export function checkRecords(records: SandboxRecords): void {
  const { clock, companies, templates, clients, cards, operations, pushes } = records;
  if (clock.now !== null && !isShowable(Date.parse(clock.now))) throw new FixtureError("clock.now", notShowable);
  unique("companies", companies, "id");
  unique("companies", companies, "token");
  unique("templates", templates, "id");
  known("templates", templates, "companyId", companies, "id");
  for (const [place, template] of templates.entries()) checkTemplate(template, `templates.${place}.`);

  unique("clients", clients, "id");
  known("clients", clients, "templateId", templates, "id");
  for (const contact of ["phone", "email"] as const)
    unique(
      "clients",
      clients,
      contact,
      (client) => client[contact] && `${client[contact]} in template ${client.templateId}`,
    );
  for (const [place, client] of clients.entries()) checkDateOfBirth(client, `clients.${place}.`);

  unique("cards", cards, "serial");
  const templateOf = new Map(clients.map(({ id, templateId }) => [id, templateId]));
  for (const [place, card] of cards.entries()) checkCard(card, templateOf.get(card.clientId), `cards.${place}`);
  unique("operations", operations, "id");
  known("operations", operations, "serial", cards, "serial");
  unique("pushes", pushes, "id");
  known("pushes", pushes, "serial", cards, "serial");
}

/** Refuses a card that is not its client's, or whose counters no calls could have led to. */
function checkCard(card: Card, clientsTemplate: number | undefined, where: string): void {
  notAfterLatest(`${where}.issuedAt`, card.issuedAt);
  if (clientsTemplate !== card.templateId)
    throw new FixtureError(`${where}.clientId`, `template ${card.templateId} has no client ${card.clientId}`);
  checkValues(`${where}.`, cardTypeOf(card.type).invalidBalances(card));
}

/** Refuses a day that there was not, such as 31 February. */
export function checkDateOfBirth({ dateOfBirth }: Pick<Client, "dateOfBirth">, where: string): void {
  if (dateOfBirth !== null && moment(dateOfBirth) === undefined)
    throw new FixtureError(`${where}dateOfBirth`, "there is no such day");
}

export const noSuchMoment = "there is no such moment: the date or the time does not exist";

/** A moment in UTC, or the beginning of a day, written as ISO 8601 with milliseconds; undefined if there is none such. */
export function moment(text: string): Iso | undefined {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) return undefined;
  const iso = new Date(ms).toISOString();
  return iso.startsWith(text.slice(0, 19).replace(/Z$/, "")) ? iso : undefined;
}
