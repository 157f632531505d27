import type { Card, Iso } from "../model/records.js";
import { alreadyRedeemed, notACoupon } from "../refusals.js";
import type { CardRules, Outcome } from "./card-rules.js";

export const coupon: CardRules<3> = {
  shown: ["coupon.redeem"],
  balances: (_settings, { redeemedAt = null }) => ({ redeemedAt }),
  usePass: {},
};

/** What the staff's scanner does to a coupon; a used one is refused. */
export function redeem(card: Card<3>, now: Iso): Outcome<3> {
  if (card.redeemedAt !== null) {
    throw alreadyRedeemed(card.redeemedAt);
  }
  return {
    card: { ...card, redeemedAt: now },
    entries: [{ action: "redeem", amount: 1, balance: 0 }],
    rules: ["coupon.redeem"],
  };
}

/** Only coupons can be redeemed. */
export function ensureCoupon(card: Card): asserts card is Card<3> {
  if (card.type !== 3) throw notACoupon(card.type);
}
