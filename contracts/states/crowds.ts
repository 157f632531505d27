import { integer } from "./parameters.js";
import { providerState } from "./state.js";
import { withTemplate } from "./template.js";
import { usualTemplate } from "./usual.js";
import type { CardRow, ClientRow, World } from "./world.js";

const firstCrowd = 21_000_001;
const firstCrowdPhone = 13_035_550_001;

/** So many more clients of a template, each with a phone, an e-mail and a birthday, and no form fields. */
function crowd({ clients }: World, templateId: number, count: number): readonly ClientRow[] {
  const ids = new Set(clients.map(({ id }) => id));
  const phones = new Set(clients.map(({ phone }) => phone));
  const rows: ClientRow[] = [];
  for (let nth = 0; rows.length < count; nth += 1) {
    const id = firstCrowd + nth;
    const phone = String(firstCrowdPhone + nth);
    if (ids.has(id) || phones.has(phone)) continue;
    const fName = `Jane${rows.length + 1}`;
    const email = `${id}@example.com`;
    rows.push({ id, templateId, sName: "Doe", fName, phone, email, dateOfBirth: "1990-05-17", fields: {} });
  }
  return rows;
}

const crowdParameters = {
  idTemplate: integer({ usual: "340717", about: "The template." }, 1),
  count: integer({ usual: "11, one more than a page of clients or pushes", about: "How many." }, 0, 10_000),
};

export const someClients = providerState({
  name: "clients",
  about: "So many clients of a template, without cards, in order of creation.",
  parameters: crowdParameters,
  gives: ["idTemplate", "count"],
  apply: (before, { idTemplate = usualTemplate(0), count = 11 }) => {
    const [world, { id }] = withTemplate(before, { id: idTemplate });
    const clients = [...world.clients, ...crowd(world, id, count)];
    return [
      { ...world, clients },
      { idTemplate: id, count },
    ];
  },
});

export const installedCards = providerState({
  name: "installed cards",
  about: "So many clients of a template with an installed card each, in order of creation.",
  parameters: crowdParameters,
  gives: ["idTemplate", "count", "serial"],
  apply: (before, { idTemplate = usualTemplate(0), count = 11 }) => {
    const [world, { id, type }] = withTemplate(before, { id: idTemplate });
    const holders = crowd(world, id, count);
    const cards: readonly CardRow[] = holders.map((client) => ({
      serial: `400000-${String(client.id).slice(-6, -3)}-${String(client.id).slice(-3)}`,
      type,
      templateId: id,
      clientId: client.id,
      status: "installed",
      balances: {},
    }));
    return [
      { ...world, clients: [...world.clients, ...holders], cards: [...world.cards, ...cards] },
      { idTemplate: id, count, serial: cards[0]?.serial ?? null },
    ];
  },
});
