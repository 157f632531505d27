import { contractNow, defaultTemplate } from "./defaults.js";
import { integerParameter } from "./parameters.js";
import { providerState } from "./state.js";
import { withTemplate } from "./template.js";
import type { CardRow, ClientRow, World } from "./world.js";

const firstBulkId = 21_000_001;
const firstBulkPhone = 13_035_550_001;

const serialOf = (id: number): string => `400000-${String(id).slice(-6, -3)}-${String(id).slice(-3)}`;

/**
 * Returns `count` new clients of a template, with a phone, an e-mail and a birthday. They avoid all ids, contacts and
 * serial numbers that exist or that a state names.
 */
function bulkClients({ clients, cards, named }: World, templateId: number, count: number): readonly ClientRow[] {
  const taken = new Set<unknown>([
    ...named,
    ...clients.flatMap(({ id, phone, email }) => [id, phone, email]),
    ...cards.map(({ serial }) => serial),
  ]);
  const rows: ClientRow[] = [];
  for (let nth = 0; rows.length < count; nth += 1) {
    const id = firstBulkId + nth;
    const phone = String(firstBulkPhone + nth);
    const email = `${id}@example.com`;
    if ([id, phone, email, serialOf(id)].some((value) => taken.has(value))) continue;
    const fName = `Jane${rows.length + 1}`;
    rows.push({ id, templateId, sName: "Doe", fName, phone, email, dateOfBirth: "1990-05-17", fields: {} });
  }
  return rows;
}

const bulkParameters = {
  idTemplate: integerParameter({ default: String(defaultTemplate(0)), description: "The template." }, 1),
  count: integerParameter(
    { default: "11, one more than a page of clients or pushes", description: "Number of clients." },
    0,
    10_000,
  ),
};

export const someClients = providerState({
  name: "clients",
  description: "Several clients of a template, without cards, in order of creation.",
  parameters: bulkParameters,
  identity: () => ({ idTemplate: defaultTemplate(0) }),
  returns: ["idTemplate", "count"],
  apply: (before, { idTemplate = defaultTemplate(0), type: known, count = 11 }) => {
    const [world, { id }] = withTemplate(before, { id: idTemplate, type: known });
    const clients = [...world.clients, ...bulkClients(world, id, count)];
    return [
      { ...world, clients },
      { idTemplate: id, count },
    ];
  },
});

export const installedCards = providerState({
  name: "installed cards",
  description:
    "Several clients of a template with an installed card each, in order of creation. No card has expired: if the template's expiry date has passed, they have no expiry date.",
  parameters: bulkParameters,
  identity: () => ({ idTemplate: defaultTemplate(0) }),
  returns: ["idTemplate", "count", "serial"],
  apply: (before, { idTemplate = defaultTemplate(0), type: known, count = 11 }) => {
    const [world, { id, type, expiry }] = withTemplate(before, { id: idTemplate, type: known });
    const holders = bulkClients(world, id, count);
    const isOver = expiry.at !== undefined && expiry.at <= contractNow;
    const cards: readonly CardRow[] = holders.map((client) => ({
      serial: serialOf(client.id),
      type,
      templateId: id,
      clientId: client.id,
      status: "installed",
      ...(isOver ? { expiresAt: null } : {}),
      balances: {},
    }));
    return [
      { ...world, clients: [...world.clients, ...holders], cards: [...world.cards, ...cards] },
      { idTemplate: id, count, serial: cards[0]?.serial ?? null },
    ];
  },
});
