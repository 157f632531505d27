import fc from "fast-check";
import { expect, test } from "vitest";
import { stamps, timesReached, writeOffRewards } from "../../../mock-server/cards/stamps.js";
import type { Reward } from "../../../mock-server/model/records.js";
import { notAStampCard } from "../../../mock-server/refusals.js";
import { accepted, cardOf, reasonOf, use } from "../../support/use.js";

const coffee: Reward = { name: "Coffee", stamps: [5, 10], autoUse: false };
const treat: Reward = { name: "Treat", stamps: [10], autoUse: true };
const fresh = { activeStamps: 0, totalStamps: 0, unusedRewards: 0, autoUseRewards: 0 };

const attempt = (balances: object, amount: number, rewards: readonly Reward[] = [coffee], maxStamps = 10) => {
  const action = stamps.usePass.addStamps;
  if (action === undefined) throw new Error("stamp cards take stamps");
  return action(use<0>(cardOf(0, { ...fresh, ...balances }), { maxStamps, rewards }, amount));
};
const add = (...use: Parameters<typeof attempt>) => accepted(attempt(...use));

test("a new card has no stamps and no rewards", () => {
  expect(stamps.balances({ maxStamps: 10, rewards: [] }, {})).toEqual(fresh);
});

test("stamp.add and stamp.wrap: 13 stamps of 10 show 3", () => {
  const { card, rules } = add({}, 13);
  expect(card).toMatchObject({ activeStamps: 3, totalStamps: 13, unusedRewards: 2 });
  expect(rules).toContain("stamp.wrap");
});

test("a full card shows 0, because the counter restarts", () => {
  expect(add({}, 10).card).toMatchObject({ activeStamps: 0, totalStamps: 10 });
});

test("stamp.milestone: a call credits every milestone in every round", () => {
  expect(add({}, 4).card.unusedRewards).toBe(0);
  expect(add({}, 5).card.unusedRewards).toBe(1);
  expect(add({ activeStamps: 4 }, 1).card.unusedRewards).toBe(1);
  expect(add({ activeStamps: 5 }, 5).card.unusedRewards).toBe(1);
  expect(add({}, 30).card.unusedRewards).toBe(6);
  expect(add({}, 30).rules).toContain("stamp.milestone");
});

test("stamps continue to count while a reward is unused", () => {
  expect(add({ activeStamps: 9, totalStamps: 9, unusedRewards: 1 }, 2).card).toMatchObject({
    activeStamps: 1,
    totalStamps: 11,
    unusedRewards: 2,
  });
});

test("every change of a balance becomes an operation", () => {
  expect(add({ totalStamps: 3, activeStamps: 3 }, 2).operations).toEqual([
    { action: "addStamps", amount: 2, balance: 5 },
    { action: "creditReward", amount: 1, balance: 1 },
  ]);
});

test("stamp.autoUse: a reward is written off at the next visit", () => {
  const earned = add({ activeStamps: 9, totalStamps: 9 }, 1, [treat]);
  expect(earned.card).toMatchObject({ unusedRewards: 1, autoUseRewards: 1 });
  const next = add(earned.card, 1, [treat]);
  expect(next.card).toMatchObject({ unusedRewards: 0, autoUseRewards: 0, totalStamps: 11 });
  expect(next.operations[0]).toEqual({ action: "useReward", amount: 1, balance: 0 });
  expect(next.rules).toContain("stamp.autoUse");
});

test("stamp.autoUse keeps rewards without autoUse", () => {
  const earned = add({ activeStamps: 9, totalStamps: 9 }, 1, [treat, coffee]);
  expect(earned.card).toMatchObject({ unusedRewards: 2, autoUseRewards: 1 });
  expect(add(earned.card, 1, [treat, coffee]).card).toMatchObject({ unusedRewards: 1, autoUseRewards: 0 });
});

test("amount.exact: a total that would not be exact is refused", () => {
  expect(reasonOf(attempt({ totalStamps: Number.MAX_SAFE_INTEGER }, 1))).toMatch(/too large to be exact/);
});

test("timesReached counts like single stamps", () => {
  const position = fc.integer({ min: 0, max: 40 });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      position,
      position,
      fc.integer({ min: 1, max: 100 }),
      (max, a, k, amount) => {
        const active = a % max;
        const milestone = (k % max) + 1;
        let counter = active;
        let reached = 0;
        for (let stamp = 0; stamp < amount; stamp += 1) {
          counter += 1;
          if (counter === milestone) reached += 1;
          if (counter === max) counter = 0;
        }
        expect(timesReached(milestone, active, max, amount)).toBe(reached);
      },
    ),
  );
});

test("stamp.reward: useReward lowers unusedRewards only", () => {
  const card = cardOf(0, { activeStamps: 3, totalStamps: 13, unusedRewards: 2, autoUseRewards: 0 });
  const { card: after, operations } = accepted(writeOffRewards(use<0>(card, { maxStamps: 10, rewards: [] }, 1)));
  expect(after).toEqual({ ...card, unusedRewards: 1 });
  expect(operations).toEqual([{ action: "useReward", amount: 1, balance: 1 }]);
});

test("stamp.reward: using more rewards than available is refused", () => {
  const card = cardOf(0, { ...fresh, unusedRewards: 1 });
  expect(reasonOf(writeOffRewards(use<0>(card, { maxStamps: 10, rewards: [] }, 2)))).toMatch(
    "not enough unused rewards: 1 left, 2 requested",
  );
});

test("stamp.reward: useRewardCount=all writes all rewards off", () => {
  const card = cardOf(0, { ...fresh, unusedRewards: 3 });
  const settings = { maxStamps: 10, rewards: [] };
  expect(accepted(writeOffRewards(use<0>(card, settings, 1, { useRewardCount: "all" }))).card.unusedRewards).toBe(0);
  expect(reasonOf(writeOffRewards(use<0>(cardOf(0, fresh), settings, 1, { useRewardCount: "all" })))).toMatch(
    /not enough/,
  );
});

test("autoUse ignores rewards that useReward wrote off", () => {
  const card = cardOf(0, { ...fresh, unusedRewards: 2, autoUseRewards: 2 });
  expect(accepted(writeOffRewards(use<0>(card, { maxStamps: 10, rewards: [] }, 1))).card).toMatchObject({
    unusedRewards: 1,
    autoUseRewards: 1,
  });
});

test("stamp.onlyRewards: useReward refuses a card of another type", () => {
  expect(notAStampCard(1)).toMatchObject({
    rule: "stamp.onlyRewards",
    reason: "useReward needs a stamp card (type 0), got type 1",
  });
});
