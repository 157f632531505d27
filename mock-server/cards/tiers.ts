import type { RuleProfile } from "../model/profile.js";
import type { Tier } from "../model/records.js";
import { type InvalidValue, pick, type StateInput, type StateParameter } from "./card-type.js";

export const demoTiers: readonly Tier[] = [
  { from: 0, percent: 3 },
  { from: 10_000, percent: 4 },
  { from: 50_000, percent: 5 },
];

/**
 * Returns the percentage (0 to 100) that a total spend has reached.
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

/** Returns the percentage of a card that had `percent` before its total spend changed to `totalSpent`. */
export function percentAfter(
  tiers: readonly Tier[],
  totalSpent: number,
  percent: number,
  profile: RuleProfile,
): number {
  const reached = percentAt(tiers, totalSpent);
  return profile.tierAfterReduce === "kept" ? Math.max(percent, reached) : reached;
}

/** A percentage has two decimals. */
const stepsPerPercent = 100;

/**
 * Returns a share of an amount, rounded down to whole units. Exact: 1.15 as a binary fraction is a little less.
 *
 * @example
 * percentOf(10000, 1.15); // 115
 */
export const percentOf = (amount: number, percent: number): number =>
  Number((BigInt(amount) * BigInt(Math.round(percent * stepsPerPercent))) / BigInt(100 * stepsPerPercent));

/** Returns an invalid tier: a percentage with more than two decimals, which has no exact shares, or a duplicate. */
export function invalidTiers(tiers: readonly Tier[]): InvalidValue | undefined {
  const inexact = tiers.findIndex(({ percent }) => Math.round(percent * stepsPerPercent) / stepsPerPercent !== percent);
  if (inexact >= 0) return { path: `tiers.${inexact}.percent`, problem: "must have at most two decimals" };
  const duplicate = tiers.findIndex(({ from }, index) => tiers.findIndex((tier) => tier.from === from) < index);
  if (duplicate < 0) return undefined;
  return { path: `tiers.${duplicate}.from`, problem: `duplicate from ${tiers[duplicate]?.from}` };
}

/** Parameters of provider states of cards with a total spend. */
export const totalParameters = {
  totalSpent: { kind: "integer", default: "10000", description: "The total spend." },
  percent: {
    kind: "percentage",
    default: "that of the tier that totalSpent has reached",
    description: "The percentage.",
  },
} as const satisfies Readonly<Record<string, StateParameter>>;

/** Returns the total spend and the percentage of a card in a provider state. */
export function totalState(input: StateInput): { readonly totalSpent: number; readonly percent: number } {
  const { given, before, settings } = input;
  const totalSpent = pick(input, "totalSpent", 10_000);
  const known = given.percent ?? (given.totalSpent === undefined ? before?.percent : undefined);
  const tiers = (settings.tiers ?? []) as readonly Tier[];
  return { totalSpent, percent: typeof known === "number" ? known : percentAt(tiers, totalSpent) };
}
