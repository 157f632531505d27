import { expect, test } from "vitest";
import { discount } from "../../../mock-server/cards/discount.js";
import { accepted, cardOf, reasonOf, use } from "../../support/use.js";

const settings = {
  tiers: [
    { from: 0, percent: 3 },
    { from: 10_000, percent: 4 },
  ],
};

const attempt = (action: keyof typeof discount.usePass, totalSpent: number, amount: number) => {
  const rule = discount.usePass[action];
  if (rule === undefined) throw new Error(`no ${action}`);
  return rule(use<4>(cardOf(4, { totalSpent, percent: totalSpent >= 10_000 ? 4 : 3 }), settings, amount));
};

const apply = (...use: Parameters<typeof attempt>) => accepted(attempt(...use));

test("a new card has the discount of the lowest tier", () => {
  expect(discount.balances(settings, {})).toEqual({ totalSpent: 0, percent: 3 });
});

test("discount.total and discount.tier: the discount follows the total spend up and down", () => {
  expect(apply("increaseTotalSpentSum", 9_000, 1_000).card).toMatchObject({ totalSpent: 10_000, percent: 4 });
  expect(apply("reduceTotalSpentSum", 10_000, 1).card).toMatchObject({ totalSpent: 9_999, percent: 3 });
});

test("discount.total: the total does not go below zero", () => {
  expect(reasonOf(attempt("reduceTotalSpentSum", 5, 6))).toMatch("not enough total spend: 5 left, 6 requested");
});

test("a discount card has no points", () => {
  expect(Object.keys(discount.usePass)).toEqual(["increaseTotalSpentSum", "reduceTotalSpentSum"]);
});
