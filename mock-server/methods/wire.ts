/**
 * The vendor's words for our records: the one place that spells fields as the vendor's page does, typos included.
 * All answers are canonical, which means as the document describes them, in the default profile.
 */
import type { Schemas } from "../../openapi/document.js";
import { cardTypeOf } from "../cards/index.js";
import type { Card, Client, Iso, Template } from "../model/records.js";
import type { Urls } from "./context.js";

/**
 * Facts beside an answer that only some profiles show. Presentation finds them under this symbol; they are
 * no part of the canonical answer, so neither JSON nor the validators see them.
 */
export const aside = Symbol("aside");

/** `2022-08-04 16:56:56`, in UTC. */
export const dateTime = (at: Iso): string => `${at.slice(0, 10)} ${at.slice(11, 19)}`;

const unixSeconds = (at: Iso): number => Math.floor(Date.parse(at) / 1000);

/** What getPassInfo knows and the vendor's page does not list. */
function undocumentedInfo(card: Card, template: Template) {
  return {
    ...cardTypeOf(card.type).undocumentedFields(card),
    ...(template.expiry.kind === "none" ? {} : { expiryDate: card.expiresAt && unixSeconds(card.expiresAt) }),
  };
}

/** A card as the lists of a customer's cards show it. */
export function cardRow(card: Card, template: Template, urls: Urls): Schemas["Card"] {
  return bare(card, template, urls) as Schemas["Card"];
}

/** A card as getPassInfo shows it. */
export function cardInfo(card: Card, template: Template, urls: Urls): Schemas["CardInfo"] {
  return { result: 1, ...bare(card, template, urls) } as Schemas["CardInfo"];
}

function bare(card: Card, template: Template, urls: Urls): object {
  return {
    type: card.type,
    status: card.status,
    serialNumber: card.serial,
    ...cardTypeOf(card.type).wire(card, template.settings, urls.stamps(card.serial)),
    [aside]: undocumentedInfo(card, template),
  };
}

/** A client as the lists show it. */
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

/** A phone as it comes in, an integer, in our own form: digits. */
export const phoneDigits = (phone: number | undefined): string | null => (phone === undefined ? null : String(phone));
