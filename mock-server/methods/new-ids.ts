import { clientId, serialNumber, templateId } from "../model/identity.js";
import { type Awaitable, noIdsLeft, type Transaction } from "../store/port.js";

/** Takes ordinals until one gives an id that nobody has: fixtures may have named some ids already. */
async function free<Id>(
  tx: Transaction,
  kind: "template" | "client" | "card",
  idOf: (seed: number, ordinal: number) => Id,
  find: (id: Id) => Awaitable<object | undefined>,
): Promise<Id> {
  const seed = await tx.seed();
  for (let tries = 0; tries < 1000; tries += 1) {
    const id = idOf(seed, await tx.nextOrdinal(kind));
    if ((await find(id)) === undefined) return id;
  }
  // So many taken ids in a row mean that almost all are.
  throw noIdsLeft(kind);
}

export const newTemplateId = (tx: Transaction) => free(tx, "template", templateId, (id) => tx.template(id));
export const newClientId = (tx: Transaction) => free(tx, "client", clientId, (id) => tx.client(id));
export const newSerial = (tx: Transaction) => free(tx, "card", serialNumber, (serial) => tx.card(serial));
