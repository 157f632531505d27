import type { RuleTexts } from "../model/rule.js";

export const discountRules = {
  "discount.total": {
    text: "increaseTotalSpentSum and reduceTotalSpentSum change the total spend.",
    level: "documented",
    source: "vendor page, usePass, card type 4",
  },
  "discount.tier": {
    text: "The discount percentage comes from the tier that the total spend has reached.",
    level: "sibling",
    source: "sibling v2 documentation, discount cards",
  },
} as const satisfies RuleTexts;
