import type { Card, Reward } from "../model/records.js";
import { balanceTooLow, notAStampCard } from "../refusals.js";
import type { RuleId } from "../rules.js";
import { credit, debit } from "./amounts.js";
import type { CardRules, Entry, Outcome, Use } from "./card-rules.js";

/**
 * How often the counter reaches `milestone` while `amount` stamps are added to `active` of `max`.
 *
 * @example
 * timesReached(5, 3, 10, 13); // 2: at the 5th stamp of this round and of the next
 */
export function timesReached(milestone: number, active: number, max: number, amount: number): number {
  return Math.floor((active + amount - milestone) / max) - Math.floor((active - milestone) / max);
}

const credited = (rewards: readonly Reward[], reach: (milestone: number) => number): number =>
  rewards.reduce((sum, reward) => sum + reward.stamps.reduce((times, milestone) => times + reach(milestone), 0), 0);

function addStamps({ settings, card, amount }: Use<0>): Outcome<0> {
  const { maxStamps, rewards } = settings;
  const rules: RuleId[] = ["stamp.add", "stamp.wrap"];
  const entries: Entry[] = [];

  let unusedRewards = card.unusedRewards;
  if (card.autoUseRewards > 0) {
    unusedRewards -= card.autoUseRewards;
    entries.push({ action: "useReward", amount: card.autoUseRewards, balance: unusedRewards });
    rules.push("stamp.autoUse");
  }

  const totalStamps = credit(card.totalStamps, amount);
  entries.push({ action: "addStamps", amount, balance: totalStamps });

  const reach = (milestone: number) => timesReached(milestone, card.activeStamps, maxStamps, amount);
  const earned = credited(rewards, reach);
  const autoUseRewards = credited(
    rewards.filter((reward) => reward.autoUse),
    reach,
  );
  if (earned > 0) {
    unusedRewards = credit(unusedRewards, earned);
    entries.push({ action: "creditReward", amount: earned, balance: unusedRewards });
    rules.push("stamp.milestone");
  }

  const activeStamps = (card.activeStamps + amount) % maxStamps;
  return { card: { ...card, activeStamps, totalStamps, unusedRewards, autoUseRewards }, entries, rules };
}

export const stamps: CardRules<0> = {
  shown: ["stamp.wrap"],
  balances: ({ maxStamps }, known) => {
    const { totalStamps = known.activeStamps ?? 0, unusedRewards = 0, autoUseRewards = 0 } = known;
    return { activeStamps: known.activeStamps ?? totalStamps % maxStamps, totalStamps, unusedRewards, autoUseRewards };
  },
  usePass: { addStamps },
};

/** Writes rewards off. `amount` is what useReward was asked for; the switch useRewardCount can make it all there are. */
export function useReward({ card, amount, profile }: Use<0>): Outcome<0> {
  const asked = profile.useRewardCount === "all" ? card.unusedRewards : amount;
  if (asked === 0) throw balanceTooLow({ balance: 0, name: "unused rewards" });
  const unusedRewards = debit(card.unusedRewards, asked, "unused rewards");
  return {
    card: { ...card, unusedRewards, autoUseRewards: Math.min(card.autoUseRewards, unusedRewards) },
    entries: [{ action: "useReward", amount: asked, balance: unusedRewards }],
    rules: ["stamp.reward"],
  };
}

/** The stamp card among cards, for the methods that only stamp cards have. */
export function ensureStampCard(card: Card): asserts card is Card<0> {
  if (card.type !== 0) throw notAStampCard(card.type);
}
