import type { RuleTexts } from "../model/rule.js";

export const membershipRules = {
  "membership.identity": {
    text: "A membership card shows identity and validity: it has the common fields and the expiry date, and usePass can only set that date.",
    level: "documented",
    source: "vendor page, which lists no field and no parameter of its own for type 6",
  },
} as const satisfies RuleTexts;
