import { cardTypeNames } from "../contracts/try/account.js";
import { demoPeopleCount, demoState } from "../mock-server/state/demo.js";
import { defaultSeed, generatePeople } from "../mock-server/state/people.js";
import type { State } from "../mock-server/state/state.js";
import { pageSize } from "../openapi/document.js";
import { markdownTable } from "./markdown.js";

type Rows<K extends "templates" | "clients" | "cards"> = NonNullable<State[K]>;

const typeName = (type: number): string =>
  Object.entries(cardTypeNames).find(([, known]) => known === type)?.[0] ?? String(type);

/** Formats the fields that only some kinds of records have, such as the balances of a card. */
const furtherFields = (row: object, shown: readonly string[]): string =>
  Object.entries(row)
    .filter(([name, value]) => !shown.includes(name) && value !== null && value !== undefined)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join(", ");

/** Whether a card exists only to fill pages. */
const isFiller = (serial: string) => serial.startsWith("400000-");

function templatesTable(all: Rows<"templates">, cards: Rows<"cards">, clients: Rows<"clients">): string {
  const count = (id: number | undefined, status: string) =>
    cards.filter((card) => card.templateId === id && card.status === status).length;
  const rows = all.map(({ id, name = "", type, companyId = "main", settings = {}, expiry }) => [
    companyId,
    `\`${id}\``,
    name,
    `${type} ${typeName(type)}`,
    furtherFields({ ...settings, expiry }, []),
    clients.filter(({ templateId }) => templateId === id).length,
    count(id, "installed"),
    count(id, "not installed"),
    count(id, "deleted"),
  ]);
  const head = ["company", "id", "name", "type", "settings", "clients", "installed", "not installed", "deleted"];
  return markdownTable(head, rows);
}

function cardsTable(all: Rows<"cards">, clients: Rows<"clients">, state: State): string {
  const shown = ["serial", "templateId", "clientId", "type", "status", "issuedAt", "expiresAt"];
  const rows = all
    .filter(({ serial }) => !isFiller(serial ?? ""))
    .map((card) => {
      const client = clients.find(({ id }) => id === card.clientId);
      const countOn = (rows: readonly { readonly serial: string }[] = []) =>
        rows.filter(({ serial }) => serial === card.serial).length;
      return [
        `\`${card.serial}\``,
        `\`${card.templateId}\``,
        `\`${card.clientId}\``,
        client?.phone ?? "",
        `${card.type} ${typeName(card.type)}`,
        card.expiresAt && card.expiresAt < now ? `${card.status}, expired` : (card.status ?? ""),
        furtherFields(card, shown),
        countOn(state.operations),
        countOn(state.pushes),
      ];
    });
  const head = ["serial number", "template", "client", "phone", "type", "status", "balances", "operations", "pushes"];
  return markdownTable(head, rows);
}

const now = "2026-01-15T12:00:00.000Z";

/** Describes the pages of a list, such as `3 pages, the last with 5 of 10`. */
function pagesOf(rows: number, size: number): string {
  const pages = Math.ceil(rows / size);
  const last = rows - (pages - 1) * size;
  const text = pages === 1 ? "1 page" : `${pages} pages`;
  if (last === size) return `${text}, exactly full`;
  return pages === 1 ? `${text} with ${last} of ${size}` : `${text}, the last with ${last} of ${size}`;
}

/** Lists requests whose pages are full, not full or many. */
function pageBoundaries({ templates = [], clients = [], cards = [], operations = [], pushes = [] }: State): string {
  const id = (name: string) => templates.find((template) => template.name === name)?.id;
  const installed = (name: string) =>
    cards.filter(({ templateId, status }) => templateId === id(name) && status === "installed").length;
  const club = clients.filter(({ templateId }) => templateId === id("Club"));
  const holders = new Set<number | undefined>(cards.map(({ clientId }) => clientId));
  const withoutCard = club.filter((client) => !holders.has(client.id)).length;
  /** Returns the card with most rows. */
  const longest = (rows: readonly { readonly serial: string }[]) =>
    cards
      .map(({ serial = "" }) => ({ serial, length: rows.filter((row) => row.serial === serial).length }))
      .reduce((most, each) => (each.length > most.length ? each : most));
  const spent = longest(operations);
  const pushed = longest(pushes);
  const cardPages = pageSize("getTemplateClientPasses");
  return markdownTable(
    ["request", "rows", "pages"],
    [
      ["getClientsList of Club", club.length, pagesOf(club.length, pageSize("getClientsList"))],
      ["getTemplateClientPasses of Club, installed", installed("Club"), pagesOf(installed("Club"), cardPages)],
      ["getTemplateClientPasses of Club, missing", withoutCard, pagesOf(withoutCard, cardPages)],
      [
        "sendInfoPush to all of Welcome coupon",
        installed("Welcome coupon"),
        pagesOf(installed("Welcome coupon"), pageSize("sendInfoPush")),
      ],
      [`getPassOperations of ${spent.serial}`, spent.length, pagesOf(spent.length, pageSize("getPassOperations"))],
      [`getInfoPushList of ${pushed.serial}`, pushed.length, pagesOf(pushed.length, pageSize("getInfoPushList"))],
    ],
  );
}

/** Returns docs/demo.md: the records of the fixture `demo`. */
export async function demoPage(): Promise<string> {
  const state = demoState(defaultSeed, now, await generatePeople(defaultSeed, demoPeopleCount));
  const { templates: ofTemplates = [], clients = [], cards: ofCards = [] } = state;
  return `<!-- Made by \`npm run generate\`. Do not edit. -->
# The fixture demo

Pick a card, client or template that exists from the start. A sandbox has these records if its fixture is \`demo\`, the default.

| company | token in \`default\` |
| --- | --- |
| \`main\` | \`luna-demo-token\` |
| \`rival\` | \`luna-rival-token\` |

- In other sandboxes the companies have other tokens, which \`POST /_luna/sandboxes\` returns.
- Ids, serial numbers, phones and balances are the same in every demo. Names and birthdays depend on \`--seed\`. Dates are counted back from midnight UTC of the day of creation, or from \`now\` of \`POST /_luna/sandboxes\`.
- \`GET /_luna/sandboxes/default/state\` returns all records as JSON, in the format of \`--fixture <file>\`.

## Templates

${templatesTable(ofTemplates, ofCards, clients)}

## Page boundaries

${pageBoundaries(state)}

## Cards

${cardsTable(ofCards, clients, state)}

More cards, with serial numbers \`400000-…\`, only fill pages: unused coupons and memberships.
`;
}
