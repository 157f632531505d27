import type { RuleTexts } from "../model/rule.js";

export const allTypesRules = {
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
  "card.status": {
    text: "A card goes from not installed to installed to deleted; a deleted card can be installed again.",
    level: "sibling",
    source: "vendor page has the three values; their order is that of the sibling v2 documentation",
  },
  "card.usableAnyway": {
    text: "usePass, useReward and getClientInfo accept cards that are not installed or deleted.",
    level: "assumed",
    source: "our choice: on the vendor page only pushes depend on the status",
  },
  "card.second": {
    text: "createPass again for a client returns the existing card, even if it was deleted. Under secondPass=new it creates a new card each time, and the calls by phone use the newest.",
    level: "assumed",
    source: "our choice: no evidence; secondPass has both values",
    switches: ["secondPass"],
  },
  "card.valid": {
    text: "PassInstalled lists installed cards that have not expired. passNotInstalled and passDeleted depend on the status alone, PassNotCreated lists clients without a card.",
    level: "documented",
    source: "vendor page, Template card status information",
  },
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
