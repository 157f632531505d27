import { expect, test } from "vitest";
import { subscription } from "../../../mock-server/cards/subscription.js";
import { accepted, cardOf, reasonOf, use } from "../../support/use.js";

const attempt = (action: keyof typeof subscription.usePass, balances: object, amount: number, pointsPerVisit = 3) => {
  const rule = subscription.usePass[action];
  if (rule === undefined) throw new Error(`no ${action}`);
  return rule(use<2>(cardOf(2, { visits: 0, points: 0, ...balances }), { maxStamps: 10, pointsPerVisit }, amount));
};

const apply = (...use: Parameters<typeof attempt>) => accepted(attempt(...use));

test("a new card has no visits and no points", () => {
  expect(subscription.balances({ maxStamps: 10, pointsPerVisit: 3 }, {})).toEqual({ visits: 0, points: 0 });
});

test("subscription.visits: visits are added and taken without a limit", () => {
  expect(apply("addStamps", { visits: 8 }, 5).card.visits).toBe(13);
  expect(apply("takeStamps", { visits: 8 }, 1).card.visits).toBe(7);
});

test("subscription.visits: taking more than the balance is refused", () => {
  expect(reasonOf(attempt("takeStamps", { visits: 1 }, 2))).toMatch("not enough visits: 1 left, 2 requested");
});

test("subscription.bonus: a visit earns points and adds an operation", () => {
  const { card, operations } = apply("takeStamps", { visits: 5 }, 2);
  expect(card).toMatchObject({ visits: 3, points: 6 });
  expect(operations).toEqual([
    { action: "takeStamps", amount: 2, balance: 3 },
    { action: "accruePoints", amount: 6, balance: 6 },
  ]);
});

test("subscription.bonus: without the setting a visit earns nothing", () => {
  expect(apply("takeStamps", { visits: 5 }, 2, 0)).toMatchObject({
    card: { points: 0 },
    operations: [{ action: "takeStamps" }],
  });
});

test("subscription.points: points are spent, never below zero", () => {
  expect(apply("spendPoints", { points: 9 }, 9).card.points).toBe(0);
  expect(reasonOf(attempt("spendPoints", { points: 9 }, 10))).toMatch("not enough bonus points: 9 left, 10 requested");
});
