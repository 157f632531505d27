import { cardTypeOf } from "../../mock-server/index.js";
import type { MethodName } from "../../openapi/document.js";
import type { StateCall } from "../states/index.js";
import type { CardRow, ClientRow, TemplateRow } from "../states/world.js";
import type { Records } from "./records.js";
import { wantedFor } from "./wanted.js";

function templateCall({ id, name, type, settings, expiry }: TemplateRow, { replayed }: Records): StateCall {
  const moved = expiry.kind === "fixed" && expiry.at !== undefined ? { ...expiry, at: replayed(expiry.at) } : expiry;
  const all = { ...settings, ...(expiry.kind === "none" ? {} : { expiry: moved }) };
  const params = { idTemplate: id, type, name, ...(Object.keys(all).length === 0 ? {} : { settings: all }) };
  return { name: "a template", params };
}

function clientCall({ id, templateId, ...client }: ClientRow): StateCall {
  const { sName, fName, phone, email, dateOfBirth, fields } = client;
  const contacts = { phone: phone === null ? null : Number(phone), email };
  const form = Object.keys(fields).length === 0 ? {} : { fields };
  return {
    name: "a client",
    params: { userID: id, idTemplate: templateId, ...contacts, sName, fName, dateOfBirth, ...form },
  };
}

/** A stamp card from before its template's maxStamps changed has counters that fit no state: the total is left out. */
function fitting({ type, balances }: CardRow, template: TemplateRow | undefined): CardRow["balances"] {
  const { activeStamps, totalStamps, ...rest } = balances;
  const max = Number(template?.settings.maxStamps);
  if (type !== 0 || Number(totalStamps) % max === activeStamps) return balances;
  return { ...rest, activeStamps: Number(activeStamps) % max };
}

function cardCall(card: CardRow, { templates, replayed }: Records): StateCall {
  const { serial, templateId, clientId, type, status, expiresAt, balances } = card;
  const template = templates.find(({ id }) => id === templateId);
  const shown = fitting(card, template);
  const own = Object.keys(cardTypeOf(type).state.parameters).filter((name) => name in shown);
  // Without a word about it, the date is as the template's setting has it.
  const never = template === undefined || template.expiry.kind === "none" ? {} : { expiryDate: null };
  return {
    name: `a ${cardTypeOf(type).noun} card`,
    params: {
      serial,
      idTemplate: templateId,
      userID: clientId,
      status,
      ...(typeof expiresAt === "string" ? { expiryDate: replayed(expiresAt) } : never),
      ...(type === 3 ? { redeemed: balances.redeemedAt !== null } : {}),
      ...Object.fromEntries(own.map((name) => [name, shown[name]])),
    },
  };
}

/** The provider states under which a request is answered again as it was: what it has to do with, as it was before. */
export function statesFor(
  method: MethodName,
  request: unknown,
  answer: unknown,
  records: Records,
): readonly StateCall[] {
  const { templates, clients, cards, crowds, others } = wantedFor(method, request, answer, records);
  return [
    ...records.templates.filter(({ id }) => templates.has(id)).map((row) => templateCall(row, records)),
    ...crowds,
    ...records.clients.filter(({ id }) => clients.has(id)).map(clientCall),
    ...records.cards.filter(({ serial }) => cards.has(serial)).map((row) => cardCall(row, records)),
    ...others,
  ];
}
