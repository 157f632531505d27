import { codePoints } from "../../shared/code-points.js";
import type { Card, Client } from "../model/records.js";
import { pushTooLong, type UndocumentedRefusal } from "../refusals.js";
import { cardVariables } from "./card-type.js";
import { cardTypes } from "./index.js";

/** Maximum length of a push in code points; a state has the same limit. */
const maxLength = 10_000;

const clientVariables: Readonly<Record<string, (client: Client) => string | null>> = {
  clientFName: ({ fName }) => fName,
  clientSName: ({ sName }) => sName,
  clientDateOfBirth: ({ dateOfBirth }) => dateOfBirth,
  clientPhone: ({ phone }) => phone,
  clientEmail: ({ email }) => email,
};

/** Variables of push texts, in the order of the vendor's page. */
export const pushVariableNames: readonly string[] = [...Object.keys(clientVariables), ...cardVariables];

/** Returns the value of a variable; undefined for an unknown name, empty without a value. */
function variableValue(name: string, card: Card, client: Client): string | undefined {
  if (Object.hasOwn(clientVariables, name)) return clientVariables[name]?.(client) ?? "";
  const variable = cardVariables.find((known) => known === name);
  return variable && String(cardTypes[card.type].pushVariables(card)[variable] ?? "");
}

/**
 * Returns the text of a push with the values of this card and client, or a refusal if it is too long.
 *
 * @example
 * pushText("Hello {{clientFName}}, {{nothing}}", card, client); // "Hello Jane, {{nothing}}"
 */
export function pushText(message: string, card: Card, client: Client): string | UndocumentedRefusal {
  const text = message.replace(
    /\{\{\s*(\w+)\s*\}\}/g,
    (written, name: string) => variableValue(name, card, client) ?? written,
  );
  return codePoints(text) > maxLength ? pushTooLong(maxLength) : text;
}
