import type { Card, CardStatus } from "../model/records.js";

/** An action of the customer on the phone. */
export type CustomerAction = "install" | "delete";

/** Returns the card after the customer's action; undefined if its status does not allow it. Installing twice changes nothing. */
export function afterCustomer<C extends Card>(card: C, action: CustomerAction): C | undefined {
  const status: CardStatus = action === "install" ? "installed" : "deleted";
  if (action === "delete" && card.status === "not installed") return undefined;
  return card.status === status ? card : { ...card, status };
}
