import type { RuleTexts } from "../model/rule.js";

export const subscriptionRules = {
  "subscription.visits": {
    text: "activeStamps are the remaining visits. addStamps adds sold visits, takeStamps takes a visit.",
    level: "sibling",
    source: "vendor page has the actions; their meaning is in the sibling v2 documentation",
  },
  "subscription.bonus": {
    text: "A visit earns bonus points; the template's setting is the number.",
    level: "documented",
    source: "vendor page, getPassInfo, numberScores; takeStamps as the visit is reasoning",
  },
  "subscription.points": {
    text: "spendPoints takes from the bonus points (numberScores).",
    level: "documented",
    source: "vendor page, usePass, card type 2",
  },
} as const satisfies RuleTexts;
