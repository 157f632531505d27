import { expect, test } from "vitest";
import { cashback } from "../../../mock-server/cards/cashback.js";
import type { RuleProfile } from "../../../mock-server/model/profile.js";
import { accepted, cardOf, reasonOf, use } from "../../support/use.js";

const settings = {
  tiers: [
    { from: 0, percent: 3 },
    { from: 10_000, percent: 4 },
    { from: 50_000, percent: 5 },
  ],
};
type Action = keyof typeof cashback.usePass;

const attempt = (action: Action, balances: object, amount: number, profile: Partial<RuleProfile> = {}) => {
  const rule = cashback.usePass[action];
  if (rule === undefined) throw new Error(`no ${action}`);
  return rule(use<1>(cardOf(1, { points: 0, totalSpent: 0, percent: 3, ...balances }), settings, amount, profile));
};

const apply = (...use: Parameters<typeof attempt>) => accepted(attempt(...use));

test("a new card has the percentage of the lowest tier", () => {
  expect(cashback.balances(settings, {})).toEqual({ points: 0, totalSpent: 0, percent: 3 });
  expect(cashback.balances({ tiers: [] }, {})).toEqual({ points: 0, totalSpent: 0, percent: 0 });
});

test("a card with a total spend has the percentage of its tier", () => {
  expect(cashback.balances(settings, { totalSpent: 20_000 })).toEqual({ points: 0, totalSpent: 20_000, percent: 4 });
});

test("cashback.points: accruing and spending points leaves the total spend alone", () => {
  const { card, operations } = apply("accruePoints", { points: 5, totalSpent: 7 }, 10);
  expect(card).toMatchObject({ points: 15, totalSpent: 7 });
  expect(operations).toEqual([{ action: "accruePoints", amount: 10, balance: 15 }]);
  expect(apply("spendPoints", { points: 15, totalSpent: 7 }, 15).card).toMatchObject({ points: 0, totalSpent: 7 });
});

test("cashback.points: spending more than the balance is refused", () => {
  expect(reasonOf(attempt("spendPoints", { points: 15 }, 16))).toMatch("not enough points: 15 left, 16 requested");
});

test("cashback.total and cashback.tier: the percentage follows the total spend", () => {
  expect(apply("increaseTotalSpentSum", { totalSpent: 0 }, 9_999).card).toMatchObject({
    totalSpent: 9_999,
    percent: 3,
  });
  expect(apply("increaseTotalSpentSum", { totalSpent: 9_999 }, 1).card).toMatchObject({
    totalSpent: 10_000,
    percent: 4,
  });
  expect(apply("increaseTotalSpentSum", { totalSpent: 0 }, 50_000).card.percent).toBe(5);
});

test("cashback.total: the total does not go below zero", () => {
  expect(reasonOf(attempt("reduceTotalSpentSum", { totalSpent: 5 }, 6))).toMatch(
    "not enough total spend: 5 left, 6 requested",
  );
});

test("tier.reduce: the percentage follows the total, unless tierAfterReduce=kept", () => {
  const rich = { totalSpent: 10_000, percent: 4 };
  expect(apply("reduceTotalSpentSum", rich, 1).card).toMatchObject({ totalSpent: 9_999, percent: 3 });
  expect(apply("reduceTotalSpentSum", rich, 1, { tierAfterReduce: "kept" }).card.percent).toBe(4);
});

test("tier.reduce: tierAfterReduce=kept keeps the percentage when the total grows again", () => {
  const kept = { tierAfterReduce: "kept" } as const;
  const reduced = { totalSpent: 9_000, percent: 4 };
  expect(apply("increaseTotalSpentSum", reduced, 1, kept).card.percent).toBe(4);
  expect(apply("increaseTotalSpentSum", reduced, 41_000, kept).card.percent).toBe(5);
  expect(apply("increaseTotalSpentSum", reduced, 1).card.percent).toBe(3);
});

test("cashback.spendAccrues: spending credits points under spendAccruesPoints=yes only", () => {
  expect(apply("increaseTotalSpentSum", {}, 10_000).card.points).toBe(0);
  const { card, operations } = apply("increaseTotalSpentSum", {}, 10_000, { spendAccruesPoints: "yes" });
  expect(card).toMatchObject({ totalSpent: 10_000, percent: 4, points: 400 });
  expect(operations).toContainEqual({ action: "accruePoints", amount: 400, balance: 400 });
});
