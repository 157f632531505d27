import type { RuleProfile } from "../model/profile.js";
import type { Tier } from "../model/records.js";

/**
 * The percentage (0 to 100) that a total spend has reached.
 *
 * @example
 * percentAt([{ from: 0, percent: 3 }, { from: 10000, percent: 4 }], 10000); // 4
 */
export function percentAt(tiers: readonly Tier[], totalSpent: number): number {
  let reached: Tier | undefined;
  for (const tier of tiers) {
    if (totalSpent >= tier.from && (reached === undefined || tier.from >= reached.from)) reached = tier;
  }
  return reached?.percent ?? 0;
}

/** The percentage of a card that had `percent` before its total spend changed to `totalSpent`. */
export function percentAfter(
  tiers: readonly Tier[],
  totalSpent: number,
  percent: number,
  profile: RuleProfile,
): number {
  const reached = percentAt(tiers, totalSpent);
  return profile.tierAfterReduce === "kept" ? Math.max(percent, reached) : reached;
}

/** The finest step of a percentage: two decimals. */
const steps = 100;

/** Whether a percentage has no more than two decimals, so that shares of it can be worked out exactly. */
export const isExactPercent = (percent: number): boolean => Math.round(percent * steps) / steps === percent;

/**
 * So many percent of an amount, rounded down to whole units. Exact: 1.15 as a binary fraction is a little less.
 *
 * @example
 * percentOf(10000, 1.15); // 115
 */
export const percentOf = (amount: number, percent: number): number =>
  Number((BigInt(amount) * BigInt(Math.round(percent * steps))) / BigInt(100 * steps));
