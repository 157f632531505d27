import type { RuleTexts } from "../model/rule.js";

export const tierRules = {
  "tier.reached": {
    text: "The percentage is that of the highest tier whose threshold the total spend has reached. A template has up to 6 tiers.",
    level: "sibling",
    source: "sibling v2 documentation, cashback and discount cards",
  },
  "tier.reduce": {
    text: "When the total spend is reduced, the percentage is computed again. Under tierAfterReduce=kept a reached percentage stays.",
    level: "assumed",
    source: "our choice: no evidence; tierAfterReduce has both values",
    switches: ["tierAfterReduce"],
  },
} as const satisfies RuleTexts;
