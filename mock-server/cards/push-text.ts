import { codePoints } from "../../shared/code-points.js";
import type { RuleTexts } from "../model/evidence.js";
import type { Card, Client } from "../model/records.js";
import { UndocumentedRefusal } from "../model/refusals.js";

export const pushRules = {
  "push.installed": {
    text: "Push notifications reach only cards that are installed.",
    level: "documented",
    source: "vendor page, sendInfoPush",
  },
  "push.notInstalled": {
    text: "A push to one client whose card is not installed is refused.",
    level: "assumed",
    source: "our choice: the vendor page does not say",
  },
  "push.tens": {
    text: "Page p of allClients is the p-th ten of the installed cards in order of creation.",
    level: "documented",
    source: "vendor page, sendInfoPush; the order is our choice",
  },
  "push.variables": {
    text: "{{name}} in messageText becomes the value; a variable that does not apply or has no value becomes empty, an unknown one stays as written.",
    level: "documented",
    source: "vendor page, sendInfoPush; empty and unknown ones by our choice",
  },
  "push.length": {
    text: "A text of more than 10000 characters once its variables have their values is refused.",
    level: "assumed",
    source: "our choice: the vendor page gives no limit; a message that is kept has the bound of one that is sent",
  },
} as const satisfies RuleTexts;

/** The longest text of a push, in code points: what a state can hold. */
const longest = 10_000;

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
 * The text of a push as this card's client reads it; refused if it is too long.
 *
 * @example
 * pushText("Hello {{clientFName}}, {{nothing}}", card, client); // "Hello Jane, {{nothing}}"
 */
export function pushText(message: string, card: Card, client: Client): string {
  const text = message.replace(/\{\{\s*(\w+)\s*\}\}/g, (written, name: string) =>
    Object.hasOwn(variables, name) ? (variables[name]?.(card, client) ?? written) : written,
  );
  if (codePoints(text) > longest) {
    throw new UndocumentedRefusal(
      "push.length",
      `the text would have more than ${longest} characters`,
      "a shorter messageText, or fewer variables in it",
    );
  }
  return text;
}
