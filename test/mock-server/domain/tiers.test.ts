import { expect, test } from "vitest";
import { percentAt } from "../../../mock-server/domain/tiers.js";

test("tier.reached: the highest tier that the total has reached counts, in whatever order tiers are written", () => {
  const tiers = [
    { from: 10_000, percent: 4 },
    { from: 100, percent: 3 },
  ];
  expect([0, 99, 100, 9_999, 10_000, 1e15].map((total) => percentAt(tiers, total))).toEqual([0, 0, 3, 3, 4, 4]);
  expect(percentAt([], 5)).toBe(0);
});
