import type { RuleTexts } from "../model/rule.js";

export const lifecycleRules = {
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
} as const satisfies RuleTexts;
