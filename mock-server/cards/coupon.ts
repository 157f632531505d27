import type { Card, Iso } from "../model/records.js";
import { alreadyRedeemed } from "../refusals.js";
import type { ActionResult, CardRules } from "./card-rules.js";

export const coupon: CardRules<3> = {
  shown: ["coupon.redeem"],
  balances: (_settings, { redeemedAt = null }) => ({ redeemedAt }),
  usePass: {},
};

/** Redeems a coupon, as staff do with the scanner app. Returns a refusal if it is redeemed already. */
export function redeem(card: Card<3>, now: Iso): ActionResult<3> {
  if (card.redeemedAt !== null) return alreadyRedeemed(card.redeemedAt);
  return {
    card: { ...card, redeemedAt: now },
    operations: [{ action: "redeem", amount: 1, balance: 0 }],
    rules: ["coupon.redeem"],
  };
}
