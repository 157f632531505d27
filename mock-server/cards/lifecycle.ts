import type { Card, CardStatus } from "../model/records.js";

/** What the customer does with a card on the phone. */
export type CustomerAction = "install" | "delete";

/** A card after the customer's action, or undefined if its status does not allow it. Installing twice changes nothing. */
export function afterCustomer<C extends Card>(card: C, action: CustomerAction): C | undefined {
  const status: CardStatus = action === "install" ? "installed" : "deleted";
  if (action === "delete" && card.status === "not installed") return undefined;
  return card.status === status ? card : { ...card, status };
}
