import { codePoints } from "../../shared/code-points.js";
import type { Card, Client } from "../model/records.js";
import { pushTooLong, type UndocumentedRefusal } from "../refusals.js";

/** Maximum length of a push in code points; a state has the same limit. */
const maxLength = 10_000;

const onCard = <K extends string>(card: Card, key: K): string => {
  const value = (card as Card & Partial<Record<K, number>>)[key];
  return value === undefined ? "" : String(value);
};

/** The value of each variable the vendor's page lists; empty where a card type has none. */
const variables: Readonly<Record<string, (card: Card, client: Client) => string>> = {
  clientFName: (_, client) => client.fName,
  clientSName: (_, client) => client.sName,
  clientDateOfBirth: (_, client) => client.dateOfBirth ?? "",
  clientPhone: (_, client) => client.phone ?? "",
  clientEmail: (_, client) => client.email ?? "",
  passCurrentStamps: (card) => onCard(card, card.type === 2 ? "visits" : "activeStamps"),
  passTotalStamps: (card) => onCard(card, "totalStamps"),
  passUnusedRewards: (card) => onCard(card, "unusedRewards"),
  passPoints: (card) => (card.type === 1 ? String(card.points) : ""),
  passPersent: (card) => onCard(card, "percent"),
};

export const variableNames: readonly string[] = Object.keys(variables);

/**
 * Returns the text of a push with the values of this card and client, or a refusal if it is too long.
 *
 * @example
 * pushText("Hello {{clientFName}}, {{nothing}}", card, client); // "Hello Jane, {{nothing}}"
 */
export function pushText(message: string, card: Card, client: Client): string | UndocumentedRefusal {
  const text = message.replace(/\{\{\s*(\w+)\s*\}\}/g, (written, name: string) =>
    Object.hasOwn(variables, name) ? (variables[name]?.(card, client) ?? written) : written,
  );
  return codePoints(text) > maxLength ? pushTooLong(maxLength) : text;
}
