import type { RuleTexts } from "../model/rule.js";

export const amountRules = {
  "amount.positive": {
    text: "Amounts (stamps, visits, points, sums, rewards) are integers greater than zero.",
    level: "sibling",
    source: "vendor page types them integer; greater than zero by the sibling v2 documentation",
  },
  "amount.enough": {
    text: "No balance goes below zero: an amount larger than the balance is refused, not cut off.",
    level: "sibling",
    source: "sibling v2 documentation; refusing instead of cutting off is our choice",
  },
  "amount.exact": {
    text: "A change to a balance above 9007199254740991 is refused, because it would not be exact.",
    level: "assumed",
    source: "our choice: larger JSON numbers are not exact",
  },
} as const satisfies RuleTexts;
