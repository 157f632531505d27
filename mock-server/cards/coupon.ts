import type { Card, Iso } from "../model/records.js";
import { alreadyRedeemed } from "../refusals.js";
import { withBalances } from "./all-types.js";
import { type ActionResult, defineCardType } from "./card-type.js";

/** Redeems a coupon, as staff do with the scanner app. Returns a refusal if it is redeemed already. */
export function redeem(card: Card<3>, now: Iso): ActionResult<3> {
  if (card.redeemedAt !== null) return alreadyRedeemed(card.redeemedAt);
  return {
    card: withBalances(card, { redeemedAt: now }),
    operations: [{ action: "redeem", amount: 1, balance: 0 }],
    rules: ["coupon.redeem"],
  };
}

export const coupon = defineCardType({
  type: 3,
  name: "coupon",
  noun: "coupon",
  wireRules: ["coupon.redeem"],
  settings: () => ({}),
  invalidSettings: () => undefined,
  balances: (_settings, { redeemedAt = null }) => ({ redeemedAt }),
  invalidBalances: () => undefined,
  usePass: {},
  hasRewards: false,
  wire: () => ({}),
  undocumentedFields: ({ redeemedAt }) => ({ redeemed: redeemedAt !== null }),
  facts: ({ redeemedAt }) => [["Redeemed", redeemedAt ?? "no"]],
  stampsPicture: () => undefined,
  pushVariables: () => ({}),
  demo: {
    template: { id: 340_720, name: "Welcome coupon", settings: {} },
    clientId: 20_779_270,
    serial: "297150-586-206",
    steps: [],
  },
  state: {
    parameters: { redeemed: { kind: "boolean", default: "false", description: "Whether staff have redeemed it." } },
    balances: ({ given: { redeemed }, before, now }) => {
      if (redeemed !== undefined) return { redeemedAt: redeemed === true ? now : null };
      return { redeemedAt: typeof before?.redeemedAt === "string" ? before.redeemedAt : null };
    },
    impossible: () => undefined,
  },
  history: [{ balance: "redeemedAt", once: "redeem" }],
});
