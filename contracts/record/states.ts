import type { OperationId } from "../../openapi/document.js";
import type { StateCall } from "../states/index.js";
import { cardNouns } from "../states/usual.js";
import type { CardRecord, ClientRecord, Records, TemplateRecord } from "./records.js";
import { wantedFor } from "./wanted.js";

function templateCall({ id, name, type, settings, expiry }: TemplateRecord, { replayed }: Records): StateCall {
  const moved = expiry.kind === "fixed" && expiry.at !== undefined ? { ...expiry, at: replayed(expiry.at) } : expiry;
  const all = { ...settings, ...(expiry.kind === "none" ? {} : { expiry: moved }) };
  const params = { idTemplate: id, type, name, ...(Object.keys(all).length === 0 ? {} : { settings: all }) };
  return { name: "a template", params };
}

function clientCall({ id, templateId, ...client }: ClientRecord): StateCall {
  const { sName, fName, phone, email, dateOfBirth, fields } = client;
  const contacts = { phone: phone === null ? null : Number(phone), email };
  const form = Object.keys(fields).length === 0 ? {} : { fields };
  return {
    name: "a client",
    params: { userID: id, idTemplate: templateId, ...contacts, sName, fName, dateOfBirth, ...form },
  };
}

/** The balances among a card's fields that its state has a parameter for, by the parameter's name. */
const balances = [
  "activeStamps",
  "totalStamps",
  "unusedRewards",
  "points",
  "totalSpent",
  "percent",
  "visits",
  "balance",
];

/** A stamp card from before its template's maxStamps changed has counters that fit no state: the total is left out. */
function fitting(card: CardRecord, { templates }: Records): CardRecord {
  const max = Number(templates.find(({ id }) => id === card.templateId)?.settings.maxStamps);
  const { type, activeStamps, totalStamps } = card;
  if (type !== 0 || Number(totalStamps) % max === activeStamps) return card;
  return { ...card, activeStamps: Number(activeStamps) % max, totalStamps: undefined };
}

function cardCall(card: CardRecord, records: Records): StateCall {
  const { serial, templateId, clientId, type, status, expiresAt, redeemedAt } = card;
  const shown = fitting(card, records);
  const own = Object.fromEntries(balances.filter((key) => shown[key] !== undefined).map((key) => [key, shown[key]]));
  return {
    name: `a ${cardNouns[type]} card`,
    params: {
      serial,
      idTemplate: templateId,
      userID: clientId,
      status,
      ...(expiresAt === null ? {} : { expiryDate: records.replayed(expiresAt) }),
      ...(type === 3 ? { redeemed: redeemedAt !== null } : {}),
      ...own,
    },
  };
}

/** The provider states under which a request is answered again as it was: what it has to do with, as it was before. */
export function statesFor(
  operation: OperationId,
  request: unknown,
  answer: unknown,
  records: Records,
): readonly StateCall[] {
  const { templates, clients, cards, crowds, others } = wantedFor(operation, request, answer, records);
  return [
    ...records.templates.filter(({ id }) => templates.has(id)).map((row) => templateCall(row, records)),
    ...crowds,
    ...records.clients.filter(({ id }) => clients.has(id)).map(clientCall),
    ...records.cards.filter(({ serial }) => cards.has(serial)).map((row) => cardCall(row, records)),
    ...others,
  ];
}
