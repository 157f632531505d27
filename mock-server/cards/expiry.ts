import type { RuleTexts } from "../model/evidence.js";
import type { Card, Expiry, Iso } from "../model/records.js";
import { UndocumentedRefusal } from "../model/refusals.js";

export const expiryRules = {
  "expiry.setting": {
    text: "Expiry is a setting of the template: none, a fixed date, or a number of days after issue; a card gets its date when it is issued.",
    level: "sibling",
    source: "sibling v2 documentation, template settings",
  },
  "expiry.blocks": {
    text: "From its expiry date on a card cannot be used, but it stays on the phone and can still be read.",
    level: "sibling",
    source: "sibling v2 documentation; what each method does then is our choice",
  },
  "expiry.set": {
    text: "setExpirationDate works on every card type whose template has the expiry setting on, also on an expired card, so that it can be extended.",
    level: "documented",
    source: "vendor page, usePass; that it works on an expired card is our choice",
  },
} as const satisfies RuleTexts;

const dayMs = 86_400_000;

/** The expiry date of a card that is issued at `now`; null if it never expires. */
export function expiryAtIssue(expiry: Expiry, now: Iso): Iso | null {
  if (expiry.kind === "none") return null;
  if (expiry.kind === "fixed") return expiry.at;
  return new Date(Date.parse(now) + expiry.days * dayMs).toISOString();
}

export function isExpired(card: Card, now: Iso): boolean {
  return card.expiresAt !== null && card.expiresAt <= now;
}

/** Refuses the use of a card whose expiry date has come. Only a template with an expiry lets it be extended. */
export function ensureNotExpired(expiry: Expiry, card: Card, now: Iso): void {
  if (!isExpired(card, now)) return;
  const why = `the card expired at ${card.expiresAt}`;
  throw expiry.kind === "none"
    ? new UndocumentedRefusal("expiry.blocks", why, "this call before the card expired")
    : new UndocumentedRefusal(
        "expiry.blocks",
        `${why}; setExpirationDate can extend it`,
        "setExpirationDate with a later date, and then this call; or this call before the card expired",
      );
}

/** The card with another expiry date (UNIX seconds); refused where the template's expiry setting is off. */
export function setExpiration<C extends Card>(expiry: Expiry, card: C, unixSeconds: number): C {
  if (expiry.kind === "none") {
    throw new UndocumentedRefusal(
      "expiry.set",
      "setExpirationDate needs a template with the expiry setting on",
      "a card of a template that has an expiry; here PATCH /_luna/sandboxes/:id/templates/:id can set one",
    );
  }
  return { ...card, expiresAt: new Date(unixSeconds * 1000).toISOString() };
}
