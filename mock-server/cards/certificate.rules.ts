import type { RuleTexts } from "../model/rule.js";

export const certificateRules = {
  "certificate.balance": {
    text: "A certificate has one balance, credited by accruePoints and spent in parts by spendPoints; it starts at zero.",
    level: "documented",
    source: "vendor page, usePass, card type 5; the start at zero is our choice",
  },
} as const satisfies RuleTexts;
