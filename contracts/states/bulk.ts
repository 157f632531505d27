import { contractNow, defaultTemplate } from "./defaults.js";
import { id, integer, parameter } from "./parameters.js";
import { providerState } from "./state.js";
import { addTemplate } from "./template.js";
import type { ClientRow, World } from "./world.js";

const firstBulkId = 21_000_001;
const firstBulkPhone = 13_035_550_001;

const serialOf = (clientId: number): string => `400000-${String(clientId).slice(-6, -3)}-${String(clientId).slice(-3)}`;

/**
 * Adds `count` new clients of a template, with a phone, an e-mail and a birthday. They avoid all ids, contacts and serial
 * numbers that exist or that a state names. Returns them.
 */
function addBulkClients({ clients, cards, named }: World, templateId: number, count: number): readonly ClientRow[] {
  const taken = new Set<unknown>([
    ...named,
    ...clients.flatMap(({ id, phone, email }) => [id, phone, email]),
    ...cards.map(({ serial }) => serial),
  ]);
  const rows: ClientRow[] = [];
  for (let nth = 0; rows.length < count; nth += 1) {
    const clientId = firstBulkId + nth;
    const contacts = { phone: String(firstBulkPhone + nth), email: `${clientId}@example.com` };
    if ([clientId, serialOf(clientId), ...Object.values(contacts)].some((value) => taken.has(value))) continue;
    const names = { sName: "Doe", fName: `Jane${rows.length + 1}` };
    rows.push({ id: clientId, templateId, ...names, ...contacts, dateOfBirth: "1990-05-17", fields: {} });
  }
  clients.push(...rows);
  return rows;
}

const bulkParameters = {
  idTemplate: parameter(id, defaultTemplate(0), "The template."),
  count: parameter(integer(0, 10_000), "11, one more than a page of clients or pushes", "Number of clients."),
};

const defaultIds = () => ({ idTemplate: defaultTemplate(0) });

export const someClients = providerState({
  name: "clients",
  description: "Several clients of a template, without cards, in order of creation.",
  parameters: bulkParameters,
  defaultIds,
  returns: ["idTemplate", "count"],
  apply: (world, { idTemplate, type, count = 11 }) => {
    addTemplate(world, { id: idTemplate, type });
    addBulkClients(world, idTemplate, count);
    return { idTemplate, count };
  },
});

export const installedCards = providerState({
  name: "installed cards",
  description:
    "Several clients of a template with an installed card each, in order of creation. No card has expired: if the template's expiry date has passed, they have no expiry date.",
  parameters: bulkParameters,
  defaultIds,
  returns: ["idTemplate", "count", "serial"],
  apply: (world, { idTemplate, type: known, count = 11 }) => {
    const { type, expiry } = addTemplate(world, { id: idTemplate, type: known });
    const hasExpired = expiry.at !== undefined && expiry.at <= contractNow;
    const holders = addBulkClients(world, idTemplate, count);
    for (const { id: clientId } of holders)
      world.cards.push({
        serial: serialOf(clientId),
        type,
        templateId: idTemplate,
        clientId,
        status: "installed",
        ...(hasExpired && { expiresAt: null }),
        balances: {},
      });
    const [first] = holders;
    return { idTemplate, count, serial: first === undefined ? null : serialOf(first.id) };
  },
});
