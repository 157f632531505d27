import { assert, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { percentAt, percentOf } from "../../../mock-server/cards/tiers.js";

test("tier.reached: the highest reached tier counts, in any order of tiers", () => {
  const tiers = [
    { from: 10_000, percent: 4 },
    { from: 100, percent: 3 },
  ];
  const percents = { 0: 0, 99: 0, 100: 3, 9999: 3, 10000: 4, 1e15: 4 };
  for (const [total, percent] of Object.entries(percents)) expect(percentAt(tiers, Number(total)), total).toBe(percent);
  expect(percentAt([], 5)).toBe(0);
});

test("percentOf rounds down exactly", () => {
  expect(percentOf(10_000, 1.14)).toBe(114);
  expect(percentOf(10_000, 4)).toBe(400);
  expect(percentOf(99, 1)).toBe(0);
  expect(percentOf(5, 0)).toBe(0);
  const amount = integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
  const hundredths = integer({ min: 0, max: 10_000 });
  assert(
    property(amount, hundredths, (sum, share) => {
      const exact = (BigInt(sum) * BigInt(share)) / 10_000n;
      expect(BigInt(percentOf(sum, share / 100))).toBe(exact);
    }),
  );
});
