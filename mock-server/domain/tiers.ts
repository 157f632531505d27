import type { Tier } from "./model.js";
import type { RuleTexts } from "./provenance.js";
import type { RuleReading } from "./reading.js";

export const tierRules = {
  "tier.reached": {
    text: "The percentage is that of the highest tier whose threshold the total spend has reached; there are up to 6 tiers.",
    level: "sibling",
    source: "sibling v2 documentation, cashback and discount cards",
  },
  "tier.reduce": {
    text: "When the total spend is reduced, the percentage is worked out anew (switch tierAfterReduce).",
    level: "assumed",
    source: "our choice: nobody knows; the other reading is a switch",
  },
} as const satisfies RuleTexts;

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

/** The percentage after the total spend went down from one that had reached `percent`. */
export function percentAfterReduce(
  tiers: readonly Tier[],
  totalSpent: number,
  percent: number,
  reading: RuleReading,
): number {
  return reading.tierAfterReduce === "kept" ? percent : percentAt(tiers, totalSpent);
}
