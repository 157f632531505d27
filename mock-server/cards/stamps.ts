import type { Reward } from "../model/records.js";
import { balanceTooLow, isRefusal } from "../refusals.js";
import type { RuleId } from "../rules.js";
import { credit, debit } from "./amounts.js";
import type { ActionResult, BalanceChange, CardRules, CardUse } from "./card-rules.js";

/**
 * How often the counter reaches `milestone` while `amount` stamps are added to `active` of `max`.
 *
 * @example
 * timesReached(5, 3, 10, 13); // 2: at the 5th stamp of this round and of the next
 */
export function timesReached(milestone: number, active: number, max: number, amount: number): number {
  return Math.floor((active + amount - milestone) / max) - Math.floor((active - milestone) / max);
}

const countRewards = (rewards: readonly Reward[], reach: (milestone: number) => number): number =>
  rewards.reduce((sum, reward) => sum + reward.stamps.reduce((times, milestone) => times + reach(milestone), 0), 0);

function addStamps({ settings, card, amount }: CardUse<0>): ActionResult<0> {
  const { maxStamps, rewards } = settings;
  const rules: RuleId[] = ["stamp.add", "stamp.wrap"];
  const operations: BalanceChange[] = [];

  let unusedRewards = card.unusedRewards;
  if (card.autoUseRewards > 0) {
    unusedRewards -= card.autoUseRewards;
    operations.push({ action: "useReward", amount: card.autoUseRewards, balance: unusedRewards });
    rules.push("stamp.autoUse");
  }

  const totalStamps = credit(card.totalStamps, amount);
  if (isRefusal(totalStamps)) return totalStamps;
  operations.push({ action: "addStamps", amount, balance: totalStamps });

  const reach = (milestone: number) => timesReached(milestone, card.activeStamps, maxStamps, amount);
  const earned = countRewards(rewards, reach);
  const autoUseRewards = countRewards(
    rewards.filter((reward) => reward.autoUse),
    reach,
  );
  if (earned > 0) {
    const credited = credit(unusedRewards, earned);
    if (isRefusal(credited)) return credited;
    unusedRewards = credited;
    operations.push({ action: "creditReward", amount: earned, balance: unusedRewards });
    rules.push("stamp.milestone");
  }

  const activeStamps = (card.activeStamps + amount) % maxStamps;
  return { card: { ...card, activeStamps, totalStamps, unusedRewards, autoUseRewards }, operations, rules };
}

export const stamps: CardRules<0> = {
  shown: ["stamp.wrap"],
  balances: ({ maxStamps }, known) => {
    const { totalStamps = known.activeStamps ?? 0, unusedRewards = 0, autoUseRewards = 0 } = known;
    return { activeStamps: known.activeStamps ?? totalStamps % maxStamps, totalStamps, unusedRewards, autoUseRewards };
  },
  usePass: { addStamps },
};

/** Writes off `amount` rewards, or all of them if the switch useRewardCount is `all`. */
export function useReward({ card, amount, profile }: CardUse<0>): ActionResult<0> {
  const used = profile.useRewardCount === "all" ? card.unusedRewards : amount;
  if (used === 0) return balanceTooLow({ balance: 0, name: "unused rewards" });
  const unusedRewards = debit(card.unusedRewards, used, "unused rewards");
  if (isRefusal(unusedRewards)) return unusedRewards;
  return {
    card: { ...card, unusedRewards, autoUseRewards: Math.min(card.autoUseRewards, unusedRewards) },
    operations: [{ action: "useReward", amount: used, balance: unusedRewards }],
    rules: ["stamp.reward"],
  };
}
