import { expect, test } from "vitest";
import { subscription } from "../../../mock-server/cards/subscription.js";
import { cardOf, use } from "../../support/use.js";

const apply = (action: keyof typeof subscription.usePass, balances: object, amount: number, pointsPerVisit = 3) => {
  const rule = subscription.usePass[action];
  if (rule === undefined) throw new Error(`no ${action}`);
  return rule(use<2>(cardOf(2, { visits: 0, points: 0, ...balances }), { maxStamps: 10, pointsPerVisit }, amount));
};

test("a new card has no visits and no points", () => {
  expect(subscription.balances({ maxStamps: 10, pointsPerVisit: 3 }, {})).toEqual({ visits: 0, points: 0 });
});

test("subscription.visits: sold visits are added, each visit takes one, and maxStamps is no limit", () => {
  expect(apply("addStamps", { visits: 8 }, 5).card.visits).toBe(13);
  expect(apply("takeStamps", { visits: 8 }, 1).card.visits).toBe(7);
});

test("subscription.visits: more visits than are left is refused", () => {
  expect(() => apply("takeStamps", { visits: 1 }, 2)).toThrow("not enough visits: 1 left, 2 asked");
});

test("subscription.bonus: each visit earns the setting's points, and that is written down", () => {
  const { card, entries } = apply("takeStamps", { visits: 5 }, 2);
  expect(card).toMatchObject({ visits: 3, points: 6 });
  expect(entries).toEqual([
    { action: "takeStamps", amount: 2, balance: 3 },
    { action: "accruePoints", amount: 6, balance: 6 },
  ]);
});

test("subscription.bonus: without the setting a visit earns nothing", () => {
  expect(apply("takeStamps", { visits: 5 }, 2, 0)).toMatchObject({
    card: { points: 0 },
    entries: [{ action: "takeStamps" }],
  });
});

test("subscription.points: points are spent from numberScores, never below zero", () => {
  expect(apply("spendPoints", { points: 9 }, 9).card.points).toBe(0);
  expect(() => apply("spendPoints", { points: 9 }, 10)).toThrow("not enough bonus points: 9 left, 10 asked");
});
