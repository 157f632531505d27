import type { components } from "../../openapi/control.gen.js";
import { expiryAtIssue } from "../cards/all-types.js";
import { cardTypes } from "../cards/index.js";
import type { Card, Client, Iso, Template } from "../model/records.js";
import { FixtureError } from "./fixture-error.js";
import { parseTimestamp, timestampRule } from "./timestamps.js";

type Lists = components["schemas"]["State"];

/** A row of a list of a state. */
export type StateRow<K extends "templates" | "clients" | "cards" | "operations" | "pushes"> = NonNullable<
  Lists[K]
>[number];

/** Returns a moment of a state as ISO 8601 with milliseconds. Throws FixtureError if it does not exist. */
export function iso(at: string): Iso {
  const found = parseTimestamp(at);
  if (found === undefined) throw new FixtureError(at, timestampRule);
  return found;
}

export const isoOrNull = (at: string | null): Iso | null => (at === null ? null : iso(at));

/** Returns a template with defaults for missing parts. */
export function completeTemplate(row: StateRow<"templates">, id: number, companyId: string): Template {
  const settings = cardTypes[row.type].settings((row.settings ?? {}) as Partial<Template["settings"]>);
  const expiry = row.expiry?.kind === "fixed" ? { ...row.expiry, at: iso(row.expiry.at) } : row.expiry;
  return { id, companyId, name: row.name, type: row.type, expiry: expiry ?? { kind: "none" }, settings } as Template;
}

/** Returns a client with defaults for missing parts. */
export function completeClient(row: StateRow<"clients">, id: number): Client {
  const { templateId, sName, fName, phone = null, email = null, dateOfBirth = null, fields = {} } = row;
  return { id, templateId, sName, fName, phone, email, dateOfBirth, fields: fields as Client["fields"] };
}

/** Returns a card with the balances of a new card for missing balances. */
export function completeCard(row: StateRow<"cards">, serial: string, template: Template, now: Iso): Card {
  const { templateId, clientId, type, status = "not installed", issuedAt, expiresAt } = row;
  const issued = issuedAt === undefined ? now : iso(issuedAt);
  const known = row.type === 3 && row.redeemedAt ? { ...row, redeemedAt: iso(row.redeemedAt) } : row;
  return {
    serial,
    templateId,
    clientId,
    type,
    status,
    issuedAt: issued,
    expiresAt: expiresAt === undefined ? expiryAtIssue(template.expiry, issued) : isoOrNull(expiresAt),
    ...cardTypes[type].balances(template.settings, known as Partial<Card>),
  } as Card;
}
