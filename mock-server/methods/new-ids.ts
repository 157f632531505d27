import { generateClientId, generateSerialNumber, generateTemplateId } from "../model/identity.js";
import { type Awaitable, noIdsLeft, type Transaction } from "../store/port.js";

/** More attempts mean that almost all ids are taken. */
const maxAttempts = 1000;

/** Takes ordinals until an id is free: a state may already contain some ids. */
async function freeId<Id>(
  tx: Transaction,
  kind: "template" | "client" | "card",
  idOf: (seed: number, ordinal: number) => Id,
  find: (id: Id) => Awaitable<object | undefined>,
): Promise<Id> {
  const seed = await tx.seed();
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const id = idOf(seed, await tx.nextOrdinal(kind));
    if ((await find(id)) === undefined) return id;
  }
  throw noIdsLeft(kind);
}

export const newTemplateId = (tx: Transaction) => freeId(tx, "template", generateTemplateId, (id) => tx.template(id));
export const newClientId = (tx: Transaction) => freeId(tx, "client", generateClientId, (id) => tx.client(id));
export const newSerial = (tx: Transaction) => freeId(tx, "card", generateSerialNumber, (serial) => tx.card(serial));
