import { balanceTooLow, Refusal } from "../refusals.js";
import type { RuleId } from "../rules.js";
import { credit, debit, withBalances } from "./all-types.js";
import {
  type ActionResult,
  type BalanceChange,
  type CardUse,
  defineCardType,
  maxStampsParameter,
  pick,
} from "./card-type.js";
import { impossibleStamps, stampCounters } from "./stamp-counters.js";

/**
 * Returns how often the counter reaches `milestone` while `amount` stamps are added to `active` of `max`.
 *
 * @example
 * timesReached(5, 3, 10, 13); // 2: at the 5th stamp of this round and of the next
 */
export function timesReached(milestone: number, active: number, max: number, amount: number): number {
  return Math.floor((active + amount - milestone) / max) - Math.floor((active - milestone) / max);
}

/** Counts the rewards that are earned while `amount` stamps are added, and those of them with autoUse. */
function countRewards(
  { maxStamps, rewards }: CardUse<0>["settings"],
  active: number,
  amount: number,
): { readonly earned: number; readonly autoUse: number } {
  let [earned, autoUse] = [0, 0];
  for (const reward of rewards)
    for (const milestone of reward.stamps) {
      const times = timesReached(milestone, active, maxStamps, amount);
      earned += times;
      if (reward.autoUse) autoUse += times;
    }
  return { earned, autoUse };
}

function addStamps({ settings, card, amount }: CardUse<0>): ActionResult<0> {
  const rules: RuleId[] = ["stamp.add", "stamp.wrap"];
  const operations: BalanceChange[] = [];

  let unusedRewards = card.unusedRewards;
  if (card.autoUseRewards > 0) {
    unusedRewards -= card.autoUseRewards;
    operations.push({ action: "useReward", amount: card.autoUseRewards, balance: unusedRewards });
    rules.push("stamp.autoUse");
  }

  const totalStamps = credit(card.totalStamps, amount);
  if (totalStamps instanceof Refusal) return totalStamps;
  operations.push({ action: "addStamps", amount, balance: totalStamps });

  const { earned, autoUse: autoUseRewards } = countRewards(settings, card.activeStamps, amount);
  if (earned > 0) {
    const credited = credit(unusedRewards, earned);
    if (credited instanceof Refusal) return credited;
    unusedRewards = credited;
    operations.push({ action: "creditReward", amount: earned, balance: unusedRewards });
    rules.push("stamp.milestone");
  }

  const activeStamps = (card.activeStamps + amount) % settings.maxStamps;
  return {
    card: withBalances(card, { activeStamps, totalStamps, unusedRewards, autoUseRewards }),
    operations,
    rules,
  };
}

/** Writes off `amount` rewards, or all of them if the switch useRewardCount is `all`. */
export function writeOffRewards({ card, amount, profile }: CardUse<0>): ActionResult<0> {
  const used = profile.useRewardCount === "all" ? card.unusedRewards : amount;
  if (used === 0) return balanceTooLow({ balance: 0, name: "unused rewards" });
  const unusedRewards = debit(card.unusedRewards, used, "unused rewards");
  if (unusedRewards instanceof Refusal) return unusedRewards;
  const { activeStamps, totalStamps } = card;
  const autoUseRewards = Math.min(card.autoUseRewards, unusedRewards);
  return {
    card: withBalances(card, { activeStamps, totalStamps, unusedRewards, autoUseRewards }),
    operations: [{ action: "useReward", amount: used, balance: unusedRewards }],
    rules: ["stamp.reward"],
  };
}

export const stamps = defineCardType({
  type: 0,
  name: "stamps",
  noun: "stamp",
  wireRules: ["stamp.wrap"],
  settings: ({ maxStamps = 10, rewards = [] }) => ({
    maxStamps,
    rewards: rewards.map((reward) => ({ ...reward, autoUse: reward.autoUse ?? false })),
  }),
  invalidSettings: ({ maxStamps, rewards }) =>
    rewards.some((reward) => reward.stamps.some((milestone) => milestone > maxStamps))
      ? { path: "rewards", problem: `milestones must be at most maxStamps, which is ${maxStamps}` }
      : undefined,
  balances: ({ maxStamps }, known) => {
    const { totalStamps = known.activeStamps ?? 0, unusedRewards = 0, autoUseRewards = 0 } = known;
    return { activeStamps: known.activeStamps ?? totalStamps % maxStamps, totalStamps, unusedRewards, autoUseRewards };
  },
  invalidBalances: ({ activeStamps, totalStamps, unusedRewards, autoUseRewards }) => {
    if (activeStamps > totalStamps)
      return { path: "activeStamps", problem: `must be at most totalStamps, which is ${totalStamps}` };
    if (autoUseRewards > unusedRewards)
      return { path: "autoUseRewards", problem: `must be at most unusedRewards, which is ${unusedRewards}` };
    return undefined;
  },
  usePass: { addStamps },
  hasRewards: true,
  wire: ({ activeStamps, totalStamps, unusedRewards }, { maxStamps, rewards }, image) => ({
    maxStamps,
    activeStamps,
    totalStamps,
    unusedRewards,
    image: image(),
    rewards: rewards.map(({ name, stamps, autoUse }) => ({ name, stamps: stamps.join(","), autoUse })),
  }),
  undocumentedFields: () => ({}),
  facts: ({ totalStamps, unusedRewards }) => [
    ["Stamps in all", totalStamps],
    ["Unused rewards", unusedRewards],
  ],
  stampsPicture: ({ activeStamps }, { maxStamps }) => ({ active: activeStamps, max: maxStamps }),
  pushVariables: ({ activeStamps, totalStamps, unusedRewards }) => ({
    passCurrentStamps: activeStamps,
    passTotalStamps: totalStamps,
    passUnusedRewards: unusedRewards,
  }),
  demo: {
    template: {
      id: 340_717,
      name: "Coffee",
      settings: { maxStamps: 10, rewards: [{ name: "Free coffee", stamps: [5, 10], autoUse: false }] },
    },
    clientId: 20_779_267,
    serial: "297150-586-203",
    steps: [
      ["addStamps", 5],
      ["addStamps", 5],
      ["useReward", 1],
      ["addStamps", 3],
    ],
  },
  state: {
    parameters: {
      activeStamps: {
        kind: "integer",
        default: "3, or that of totalStamps",
        description:
          "Stamps in this round: totalStamps without the full rounds. A full card has maxStamps and shows 0, unless the switch fullCard is max.",
      },
      maxStamps: maxStampsParameter,
      totalStamps: { kind: "integer", default: "activeStamps plus maxStamps (13)", description: "Stamps in all." },
      unusedRewards: { kind: "integer", default: "1", description: "Rewards that were earned and not used." },
    },
    balances: (input) => {
      const counters = stampCounters(input);
      return typeof counters === "string" ? counters : { ...counters, unusedRewards: pick(input, "unusedRewards", 1) };
    },
    impossible: impossibleStamps,
  },
  history: [
    { balance: "totalStamps", credit: "addStamps" },
    { balance: "unusedRewards", credit: "creditReward", debit: "useReward" },
  ],
});
