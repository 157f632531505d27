import type { RuleTexts } from "../model/rule.js";

export const couponRules = {
  "coupon.redeem": {
    text: "Staff redeem a coupon once, in the scanner app; the vendor's API has no call for it.",
    level: "sibling",
    source: "sibling v2 documentation, coupon cards",
  },
} as const satisfies RuleTexts;
