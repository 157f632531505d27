import { assert, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { percentAt, percentOf } from "../../../mock-server/cards/tiers.js";

test("tier.reached: the highest reached tier counts, in any order of tiers", () => {
  const tiers = [
    { from: 10_000, percent: 4 },
    { from: 100, percent: 3 },
  ];
  expect([0, 99, 100, 9_999, 10_000, 1e15].map((total) => percentAt(tiers, total))).toEqual([0, 0, 3, 3, 4, 4]);
  expect(percentAt([], 5)).toBe(0);
});

test("percentOf rounds down exactly", () => {
  expect([percentOf(10_000, 1.14), percentOf(10_000, 4), percentOf(99, 1), percentOf(5, 0)]).toEqual([114, 400, 0, 0]);
  const amount = integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
  const hundredths = integer({ min: 0, max: 10_000 });
  assert(
    property(amount, hundredths, (sum, share) => {
      const exact = (BigInt(sum) * BigInt(share)) / 10_000n;
      expect(BigInt(percentOf(sum, share / 100))).toBe(exact);
    }),
  );
});
