import type { RuleTexts } from "../model/rule.js";

export const stampRules = {
  "stamp.add": {
    text: "usePass on a stamp card credits numberStumps stamps; an action other than setExpirationDate is an extra key and is ignored.",
    level: "documented",
    source: "vendor page, usePass, card type 0; ignoring another action is our choice",
  },
  "stamp.wrap": {
    text: "The counter restarts at maxStamps, also while a reward is unused.",
    level: "inferred",
    source: "reasoning: only this count fits the vendor page's sample 10 / 3 / 13 / 1",
  },
  "stamp.milestone": {
    text: "A reward is credited at each of its milestones in each round, several in one call if the stamps pass several. Rewards are counted, not distinguished.",
    level: "inferred",
    source: "reasoning from the vendor page's rewards[].stamps and unusedRewards",
  },
  "stamp.autoUse": {
    text: "A reward with autoUse is written off automatically at the next visit, which is the next usePass that credits stamps.",
    level: "documented",
    source: "vendor page, getPassInfo, rewards[].autoUse; a visit as a usePass with stamps is reasoning",
  },
  "stamp.reward": {
    text: "useReward lowers unusedRewards by numberRewards and changes nothing else. Under useRewardCount=all it writes off all rewards.",
    level: "documented",
    source: "vendor page, useReward, parameter table; its prose says all rewards, which is useRewardCount=all",
    switches: ["useRewardCount"],
  },
  "stamp.onlyRewards": {
    text: "Only stamp cards have rewards; useReward on another card type is refused.",
    level: "inferred",
    source: "vendor page calls it a method for type 0 cards and gives no code for others",
  },
} as const satisfies RuleTexts;
