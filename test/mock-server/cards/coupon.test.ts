import { expect, test } from "vitest";
import { coupon, ensureCoupon, redeem } from "../../../mock-server/cards/coupon.js";
import { cardOf } from "../../support/use.js";

const now = "2026-01-15T12:00:00.000Z";

test("a new coupon is not redeemed, and usePass has no action for it", () => {
  expect(coupon.balances({}, {})).toEqual({ redeemedAt: null });
  expect(coupon.usePass).toEqual({});
});

test("coupon.redeem: staff redeem it once", () => {
  const { card, entries } = redeem(cardOf(3, { redeemedAt: null }), now);
  expect(card.redeemedAt).toBe(now);
  expect(entries).toEqual([{ action: "redeem", amount: 1, balance: 0 }]);
  expect(() => redeem(card, now)).toThrow(`the coupon was redeemed at ${now}`);
});

test("coupon.redeem: no other card is redeemed", () => {
  expect(() => ensureCoupon(cardOf(6, {}))).toThrow("only a coupon (type 3) is redeemed, this card is of type 6");
});
