import type { RuleTexts } from "../model/evidence.js";
import type { Card, Iso } from "../model/records.js";
import { UndocumentedRefusal } from "../model/refusals.js";
import type { CardRules, Outcome } from "./card-rules.js";

export const couponRules = {
  "coupon.redeem": {
    text: "A coupon is redeemed once, by staff in the scanner app: the vendor's API has no call for it.",
    level: "sibling",
    source: "sibling v2 documentation, coupon cards",
  },
} as const satisfies RuleTexts;

export const coupon: CardRules<3> = {
  shown: ["coupon.redeem"],
  balances: (_settings, { redeemedAt = null }) => ({ redeemedAt }),
  usePass: {},
};

/** What the staff's scanner does to a coupon; a used one is refused. */
export function redeem(card: Card<3>, now: Iso): Outcome<3> {
  if (card.redeemedAt !== null) {
    throw new UndocumentedRefusal(
      "coupon.redeem",
      `the coupon was redeemed at ${card.redeemedAt}`,
      "a coupon that was not redeemed yet",
    );
  }
  return {
    card: { ...card, redeemedAt: now },
    entries: [{ action: "redeem", amount: 1, balance: 0 }],
    rules: ["coupon.redeem"],
  };
}

/** Only coupons can be redeemed. */
export function ensureCoupon(card: Card): asserts card is Card<3> {
  if (card.type !== 3) {
    throw new UndocumentedRefusal(
      "coupon.redeem",
      `only a coupon (type 3) is redeemed, this card is of type ${card.type}`,
      "a card of type 3",
    );
  }
}
