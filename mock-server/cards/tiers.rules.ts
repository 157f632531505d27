import type { RuleTexts } from "../model/rule.js";

export const tierRules = {
  "tier.reached": {
    text: "The percentage is that of the highest tier whose threshold the total spend has reached; there are up to 6 tiers.",
    level: "sibling",
    source: "sibling v2 documentation, cashback and discount cards",
  },
  "tier.reduce": {
    text: "When the total spend is reduced, the percentage is worked out anew; in the other profile one that was reached stays, also when the total grows again.",
    level: "assumed",
    source: "our choice: nobody knows; the other profile is a switch",
    switches: ["tierAfterReduce"],
  },
} as const satisfies RuleTexts;
