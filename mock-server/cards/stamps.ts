import type { RuleTexts } from "../model/evidence.js";
import type { Card, Reward } from "../model/records.js";
import { UndocumentedRefusal } from "../model/refusals.js";
import { credit, debit } from "./amounts.js";
import type { CardRules, Entry, Outcome, Use } from "./card-rules.js";
import type { RuleId } from "./rules.js";

export const stampRules = {
  "stamp.add": {
    text: "usePass on a stamp card credits numberStumps stamps; an action other than setExpirationDate is an extra key and is ignored.",
    level: "documented",
    source: "vendor page, usePass, card type 0; that a foreign action is ignored is our choice",
  },
  "stamp.wrap": {
    text: "The counter starts again at maxStamps, and stamps go on counting while a reward is unused.",
    level: "inferred",
    source: "reasoning: the vendor page's sample 10 / 3 / 13 / 1 allows no other count",
  },
  "stamp.milestone": {
    text: "A reward is credited at each of its milestones in each round, several in one call if the stamps pass several; rewards are counted, not told apart.",
    level: "inferred",
    source: "reasoning from the vendor page's rewards[].stamps and unusedRewards",
  },
  "stamp.autoUse": {
    text: "A reward with autoUse is written off by itself at the next visit, which is the next usePass that credits stamps.",
    level: "documented",
    source: "vendor page, getPassInfo, rewards[].autoUse; that a visit is a usePass with stamps is reasoning",
  },
  "stamp.reward": {
    text: "useReward lowers unusedRewards by numberRewards and changes nothing else; in the other profile it writes off all there are.",
    level: "documented",
    source: "vendor page, useReward, parameter table; its prose says all rewards, which is the other profile",
    switches: ["useRewardCount"],
  },
  "stamp.onlyRewards": {
    text: "Only stamp cards have rewards: useReward on another card type is refused.",
    level: "inferred",
    source: "vendor page calls it a method for type 0 cards and gives no code for others",
  },
} as const satisfies RuleTexts;

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
  if (asked === 0) {
    throw new UndocumentedRefusal(
      "amount.enough",
      "not enough unused rewards: 0 left",
      "nothing, while the card has no unused rewards",
    );
  }
  const unusedRewards = debit(card.unusedRewards, asked, "unused rewards");
  return {
    card: { ...card, unusedRewards, autoUseRewards: Math.min(card.autoUseRewards, unusedRewards) },
    entries: [{ action: "useReward", amount: asked, balance: unusedRewards }],
    rules: ["stamp.reward"],
  };
}

/** The stamp card among cards, for the methods that only stamp cards have. */
export function ensureStampCard(card: Card): asserts card is Card<0> {
  if (card.type !== 0) {
    throw new UndocumentedRefusal(
      "stamp.onlyRewards",
      `useReward needs a card of type 0, this one is of type ${card.type}`,
      "a card of type 0",
    );
  }
}
