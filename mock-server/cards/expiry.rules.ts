import type { RuleTexts } from "../model/rule.js";

export const expiryRules = {
  "expiry.setting": {
    text: "Expiry is a setting of the template: none, a fixed date, or a number of days after issue; a card gets its date when it is issued.",
    level: "sibling",
    source: "sibling v2 documentation, template settings",
  },
  "expiry.blocks": {
    text: "From its expiry date on, a card cannot be used. It stays on the phone and can be read.",
    level: "sibling",
    source: "sibling v2 documentation; the behaviour of each method is our choice",
  },
  "expiry.set": {
    text: "setExpirationDate works on every card type whose template has the expiry setting on, also on an expired card, so that it can be extended.",
    level: "documented",
    source: "vendor page, usePass; extending an expired card is our choice",
  },
} as const satisfies RuleTexts;
