import type { RuleTexts } from "../model/rule.js";

export const subscriptionRules = {
  "subscription.visits": {
    text: "activeStamps are the visits left: addStamps when visits are sold, takeStamps per visit.",
    level: "sibling",
    source: "vendor page has the actions; what they count is the sibling v2 documentation",
  },
  "subscription.bonus": {
    text: "A visit can earn bonus points, as many as the template's setting says.",
    level: "documented",
    source: "vendor page, getPassInfo, numberScores; that takeStamps is the visit is reasoning",
  },
  "subscription.points": {
    text: "spendPoints takes from the bonus points (numberScores).",
    level: "documented",
    source: "vendor page, usePass, card type 2",
  },
} as const satisfies RuleTexts;
