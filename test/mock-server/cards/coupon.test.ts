import { expect, test } from "vitest";
import { coupon, redeem } from "../../../mock-server/cards/coupon.js";
import { notACoupon } from "../../../mock-server/refusals.js";
import { accepted, cardOf, reasonOf } from "../../support/use.js";

const now = "2026-01-15T12:00:00.000Z";

test("a new coupon is not redeemed and has no usePass action", () => {
  expect(coupon.balances({}, {})).toEqual({ redeemedAt: null });
  expect(coupon.usePass).toEqual({});
});

test("coupon.redeem: a coupon is redeemed once", () => {
  const { card, operations } = accepted(redeem(cardOf(3, { redeemedAt: null }), now));
  expect(card.redeemedAt).toBe(now);
  expect(operations).toEqual([{ action: "redeem", amount: 1, balance: 0 }]);
  expect(reasonOf(redeem(card, now))).toMatch(`the coupon was redeemed at ${now}`);
});

test("coupon.redeem: a card of another type is refused", () => {
  expect(notACoupon(6)).toMatchObject({
    rule: "coupon.redeem",
    reason: "redeem needs a coupon (type 3), got type 6",
  });
});
