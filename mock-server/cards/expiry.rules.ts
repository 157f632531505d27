import type { RuleTexts } from "../model/rule.js";

export const expiryRules = {
  "expiry.setting": {
    text: "Expiry is a setting of the template: none, a fixed date, or a number of days after issue; a card gets its date when it is issued.",
    level: "sibling",
    source: "sibling v2 documentation, template settings",
  },
  "expiry.blocks": {
    text: "From its expiry date on a card cannot be used, but it stays on the phone and can still be read.",
    level: "sibling",
    source: "sibling v2 documentation; what each method does then is our choice",
  },
  "expiry.set": {
    text: "setExpirationDate works on every card type whose template has the expiry setting on, also on an expired card, so that it can be extended.",
    level: "documented",
    source: "vendor page, usePass; that it works on an expired card is our choice",
  },
} as const satisfies RuleTexts;
