import type { RuleTexts } from "../model/rule.js";

export const amountRules = {
  "amount.positive": {
    text: "Amounts (stamps, visits, points, sums, rewards) are whole numbers greater than zero.",
    level: "sibling",
    source: "vendor page types them integer; greater than zero by the sibling v2 documentation",
  },
  "amount.enough": {
    text: "No balance goes below zero: what would take more than there is is refused, not cut off.",
    level: "sibling",
    source: "sibling v2 documentation; that it is refused and not cut off is our choice",
  },
  "amount.exact": {
    text: "A change that would push a balance past 9007199254740991 is refused, because it could not be exact.",
    level: "assumed",
    source: "our choice: JSON numbers are exact only up to there",
  },
} as const satisfies RuleTexts;
