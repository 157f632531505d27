/**
 * Maps records to the vendor's field names, typos included. All answers are canonical: they match the document, which
 * describes the default profile.
 */
import type { Schemas } from "../../openapi/document.js";
import { cardTypes } from "../cards/index.js";
import type { Card, Client, Iso, Template } from "../model/records.js";
import type { Urls } from "./context.js";

/**
 * Key of fields that only some profiles show. They are not part of the canonical answer, so JSON and the validators
 * ignore them.
 */
export const undocumentedFields = Symbol("undocumented fields");

/**
 * Formats a date and time in UTC.
 *
 * @example
 * dateTime("2022-08-04T16:56:56.000Z"); // "2022-08-04 16:56:56"
 */
export const dateTime = (at: Iso): string => `${at.slice(0, 10)} ${at.slice(11, 19)}`;

const unixSeconds = (at: Iso): number => Math.floor(Date.parse(at) / 1000);

/** Returns fields that the vendor's page does not list. */
function undocumentedInfo(card: Card, template: Template) {
  return {
    ...cardTypes[card.type].undocumentedFields(card),
    ...(template.expiry.kind === "none" ? {} : { expiryDate: card.expiresAt && unixSeconds(card.expiresAt) }),
  };
}

/** Returns a card as the lists of a client's cards show it. */
export function cardRow(card: Card, template: Template, urls: Urls): Schemas["Card"] {
  return cardFields(card, template, urls) as Schemas["Card"];
}

/** Returns a card as getPassInfo shows it. */
export function cardInfo(card: Card, template: Template, urls: Urls): Schemas["CardInfo"] {
  return { result: 1, ...cardFields(card, template, urls) } as Schemas["CardInfo"];
}

function cardFields(card: Card, template: Template, urls: Urls): object {
  return {
    type: card.type,
    status: card.status,
    serialNumber: card.serial,
    ...cardTypes[card.type].wire(card, template.settings, () => urls.stamps(card.serial)),
    [undocumentedFields]: undocumentedInfo(card, template),
  };
}

/** Returns a client as lists show it. */
export function clientRow(client: Client): Schemas["ClientRow"] {
  return {
    id: client.id,
    sName: client.sName,
    fName: client.fName,
    dateOfBirth: client.dateOfBirth,
    phone: client.phone,
    email: client.email,
    ...client.fields,
  };
}

/** Returns the digits of a phone, which requests send as an integer. */
export const phoneDigits = (phone: number | undefined): string | null => (phone === undefined ? null : String(phone));
