import type { Card, Expiry, Iso } from "../model/records.js";
import { cardExpired, noExpirySetting } from "../refusals.js";

const dayMs = 86_400_000;

/** The expiry date of a card that is issued at `now`; null if it never expires. */
export function expiryAtIssue(expiry: Expiry, now: Iso): Iso | null {
  if (expiry.kind === "none") return null;
  if (expiry.kind === "fixed") return expiry.at;
  return new Date(Date.parse(now) + expiry.days * dayMs).toISOString();
}

export function isExpired(card: Card, now: Iso): card is Card & { readonly expiresAt: Iso } {
  return card.expiresAt !== null && card.expiresAt <= now;
}

/** Refuses the use of a card whose expiry date has come. Only a template with an expiry lets it be extended. */
export function ensureNotExpired(expiry: Expiry, card: Card, now: Iso): void {
  if (!isExpired(card, now)) return;
  throw cardExpired(card.expiresAt, { canExtend: expiry.kind !== "none" });
}

/** The card with another expiry date (UNIX seconds); refused where the template's expiry setting is off. */
export function setExpiration<C extends Card>(expiry: Expiry, card: C, unixSeconds: number): C {
  if (expiry.kind === "none") throw noExpirySetting();
  return { ...card, expiresAt: new Date(unixSeconds * 1000).toISOString() };
}
