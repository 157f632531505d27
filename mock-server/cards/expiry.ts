import type { Card, Expiry, Iso } from "../model/records.js";
import { cardExpired, noExpirySetting, type UndocumentedRefusal } from "../refusals.js";

const dayMs = 86_400_000;

/** Returns the expiry date of a card that is issued at `now`; null if it never expires. */
export function expiryAtIssue(expiry: Expiry, now: Iso): Iso | null {
  if (expiry.kind === "none") return null;
  if (expiry.kind === "fixed") return expiry.at;
  return new Date(Date.parse(now) + expiry.days * dayMs).toISOString();
}

export function isExpired(card: Card, now: Iso): card is Card & { readonly expiresAt: Iso } {
  return card.expiresAt !== null && card.expiresAt <= now;
}

/** Returns the refusal of an expired card; undefined if the card can be used. */
export function refusalIfExpired(expiry: Expiry, card: Card, now: Iso): UndocumentedRefusal | undefined {
  return isExpired(card, now) ? cardExpired(card.expiresAt, { canExtend: expiry.kind !== "none" }) : undefined;
}

/** Returns the card with a new expiry date in UNIX seconds, or a refusal if the template has no expiry. */
export function setExpiration<C extends Card>(expiry: Expiry, card: C, unixSeconds: number): C | UndocumentedRefusal {
  if (expiry.kind === "none") return noExpirySetting();
  return { ...card, expiresAt: new Date(unixSeconds * 1000).toISOString() };
}
