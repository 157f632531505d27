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

function cardCall(card: CardRecord, { replayed }: Records): StateCall {
  const { serial, templateId, clientId, type, status, expiresAt, redeemedAt } = card;
  const own = Object.fromEntries(balances.filter((key) => key in card).map((key) => [key, card[key]]));
  return {
    name: `a ${cardNouns[type]} card`,
    params: {
      serial,
      idTemplate: templateId,
      userID: clientId,
      status,
      ...(expiresAt === null ? {} : { expiryDate: replayed(expiresAt) }),
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
