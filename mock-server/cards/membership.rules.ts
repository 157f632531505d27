import type { RuleTexts } from "../model/rule.js";

export const membershipRules = {
  "membership.identity": {
    text: "A membership card has only the common fields and the expiry date; usePass can only set that date.",
    level: "documented",
    source: "vendor page, which lists no further field or parameter for type 6",
  },
} as const satisfies RuleTexts;
