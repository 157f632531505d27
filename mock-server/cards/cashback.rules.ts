import type { RuleTexts } from "../model/rule.js";

export const cashbackRules = {
  "cashback.points": {
    text: "accruePoints and spendPoints change the points and not the total spend.",
    level: "sibling",
    source: "vendor page has the actions; separate balances are in the sibling v2 documentation",
  },
  "cashback.total": {
    text: "increaseTotalSpentSum and reduceTotalSpentSum change the total spend.",
    level: "documented",
    source: "vendor page, usePass, card type 1",
  },
  "cashback.tier": {
    text: "The cashback percentage comes from the tier that the total spend has reached.",
    level: "sibling",
    source: "sibling v2 documentation, cashback cards",
  },
  "cashback.spendAccrues": {
    text: "increaseTotalSpentSum does not credit points; spendAccruesPoints=yes credits the new tier's percentage of the sum, rounded down.",
    level: "assumed",
    source: "the text of the vendor page names only the total, its sample 10000 / 4 / 400 fits spendAccruesPoints=yes",
    switches: ["spendAccruesPoints"],
  },
} as const satisfies RuleTexts;
