/** docs/demo.md: what the fixture `demo` has in it, from the fixture itself. */
import { cardTypeNames } from "../contracts/child/card-type-names.js";
import { demo, demoPeople } from "../mock-server/state/demo.js";
import { people, usualSeed } from "../mock-server/state/people.js";
import type { State } from "../mock-server/state/state.js";
import { table } from "./markdown.js";

type Rows<K extends "templates" | "clients" | "cards"> = NonNullable<State[K]>;

const typeName = (type: number): string =>
  Object.entries(cardTypeNames).find(([, known]) => known === type)?.[0] ?? String(type);

/** What only some kinds of records have, such as the balances of a card. */
const rest = (row: object, told: readonly string[]): string =>
  Object.entries(row)
    .filter(([name, value]) => !told.includes(name) && value !== null && value !== undefined)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join(", ");

/** Members of the crowds, who are there for the pages to be full: they have serial numbers of their own kind. */
const isCrowd = (serial: string) => serial.startsWith("400000-");

function templates(all: Rows<"templates">, cards: Rows<"cards">, clients: Rows<"clients">): string {
  const count = (id: number | undefined, status: string) =>
    cards.filter((card) => card.templateId === id && card.status === status).length;
  const rows = all.map(({ id, name = "", type, companyId = "main", settings = {}, expiry }) => [
    companyId,
    `\`${id}\``,
    name,
    `${type} ${typeName(type)}`,
    rest({ ...settings, expiry }, []),
    clients.filter(({ templateId }) => templateId === id).length,
    count(id, "installed"),
    count(id, "not installed"),
    count(id, "deleted"),
  ]);
  const head = ["company", "id", "name", "type", "settings", "clients", "installed", "not installed", "deleted"];
  return table(head, rows);
}

function cards(all: Rows<"cards">, clients: Rows<"clients">, state: State): string {
  const told = ["serial", "templateId", "clientId", "type", "status", "issuedAt", "expiresAt"];
  const rows = all
    .filter(({ serial }) => !isCrowd(serial ?? ""))
    .map((card) => {
      const client = clients.find(({ id }) => id === card.clientId);
      const of = (rows: readonly { readonly serial: string }[] = []) =>
        rows.filter(({ serial }) => serial === card.serial).length;
      return [
        `\`${card.serial}\``,
        `\`${card.templateId}\``,
        `\`${card.clientId}\``,
        client?.phone ?? "",
        `${card.type} ${typeName(card.type)}`,
        card.expiresAt && card.expiresAt < now ? `${card.status}, expired` : (card.status ?? ""),
        rest(card, told),
        of(state.operations),
        of(state.pushes),
      ];
    });
  const head = ["serial number", "template", "client", "phone", "type", "status", "balances", "operations", "pushes"];
  return table(head, rows);
}

const now = "2026-01-15T12:00:00.000Z";

export async function demoPage(): Promise<string> {
  const state = demo(usualSeed, now, await people(usualSeed, demoPeople));
  const { templates: ofTemplates = [], clients = [], cards: ofCards = [] } = state;
  return `<!-- Made by \`npm run generate\`. Do not edit. -->
# The fixture demo

What a sandbox has when it begins with \`demo\`, as \`default\` does unless \`--fixture\` says otherwise. In \`default\` the company \`main\` has the token \`luna-demo-token\` and \`rival\` the token \`luna-rival-token\`; other sandboxes have tokens of their own, which \`POST /_luna/sandboxes\` answers. Ids, serial numbers, phones and balances are the same in every demo; names and birthdays are made up from \`--seed\`, and dates are counted back from the moment of the start. \`GET /_luna/sandboxes/default/state\` has all of it as JSON, in the format that \`--fixture <file>\` takes.

## Templates

${templates(ofTemplates, ofCards, clients)}

What is there for the page boundaries: getClientsList of Club has three pages, of 100, 100 and ${clients.filter(({ templateId }) => templateId === 340723).length - 200} clients; getTemplateClientPasses of Club ends after a page that is not full, for installed, not installed and missing cards; sendInfoPush to all of Welcome coupon reaches two full pages of 10, so that a third one is empty; the cashback card with 120 operations and the stamp card with 25 pushes have histories of more than one page.

## Cards

${cards(ofCards, clients, state)}

Beside these there are crowds with serial numbers \`400000-…\`: coupons and members that nothing was done with yet.
`;
}
