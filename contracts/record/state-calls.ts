import { cardTypes, type State } from "../../mock-server/index.js";
import type { Json } from "../../shared/json.js";
import { contractNow } from "../states/defaults.js";
import type { StateCall } from "../states/index.js";
import type { CardRow, ClientRow, TemplateRow } from "../states/world.js";

/** An exported card has its balances among its fields. */
export type ExportedCard = Omit<CardRow, "balances"> & Json;

/** Moves a moment by the distance between the sandbox's clock and that of contracts. */
function replayed(moment: string, { clock }: State): string {
  const { now, offsetMs = 0 } = clock ?? {};
  const recordedNow = typeof now === "string" ? Date.parse(now) : Date.now() + offsetMs;
  return new Date(Math.max(0, Date.parse(moment) - recordedNow + Date.parse(contractNow))).toISOString();
}

/** Returns the provider state of an exported template. */
export function templateCall({ id, name, type, settings, expiry }: TemplateRow, state: State): StateCall {
  const { kind, at } = expiry;
  const moved = at === undefined ? expiry : { ...expiry, at: replayed(at, state) };
  const all = { ...settings, ...(kind !== "none" && { expiry: moved }) };
  const params = { idTemplate: id, type, name, ...(Object.keys(all).length > 0 && { settings: all }) };
  return { name: "a template", params };
}

/** Returns the provider state of an exported client. */
export function clientCall({ id, templateId, phone, fields, ...client }: ClientRow): StateCall {
  const { email, sName, fName, dateOfBirth } = client;
  const contacts = { phone: phone === null ? null : Number(phone), email };
  const hasFields = Object.keys(fields).length > 0;
  const params = { userID: id, idTemplate: templateId, ...contacts, sName, fName, dateOfBirth };
  return { name: "a client", params: { ...params, ...(hasFields && { fields }) } };
}

/** Returns the provider state of an exported card. */
export function cardCall(card: ExportedCard, templates: readonly TemplateRow[], state: State): StateCall {
  const { serial, templateId, clientId, type, status, expiresAt } = card;
  const template = templates.find(({ id }) => id === templateId);
  const balances = Object.entries(card).filter(([name]) => Object.hasOwn(cardTypes[type].state.parameters, name));
  const params: Record<string, unknown> = {
    serial,
    idTemplate: templateId,
    userID: clientId,
    status,
    ...(type === 3 && { redeemed: card.redeemedAt !== null }),
    ...Object.fromEntries(balances),
  };
  // Without the parameter, the card expires as its template says.
  if (typeof expiresAt === "string") params.expiryDate = replayed(expiresAt, state);
  else if (template !== undefined && template.expiry.kind !== "none") params.expiryDate = null;
  const max = Number(template?.settings.maxStamps);
  // Counters from before a change of maxStamps fit no state: the total is left out.
  if (type === 0 && Number(card.totalStamps) % max !== card.activeStamps) {
    delete params.totalStamps;
    params.activeStamps = Number(card.activeStamps) % max;
  }
  return { name: `a ${cardTypes[type].noun} card`, params };
}
