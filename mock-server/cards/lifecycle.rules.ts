import type { RuleTexts } from "../model/rule.js";

export const lifecycleRules = {
  "card.status": {
    text: "A card goes from not installed to installed to deleted; a deleted card can be installed again.",
    level: "sibling",
    source: "vendor page has the three values; their order is that of the sibling v2 documentation",
  },
  "card.usableAnyway": {
    text: "Cards that are not installed or deleted can still be used by usePass and useReward, and getClientInfo answers for them.",
    level: "assumed",
    source: "our choice: the vendor page does not tie any method but push to the status",
  },
  "card.second": {
    text: "createPass again for a client gives the card the client already has, also after its deletion; in the other profile it is a new card each time, and the calls by phone take the newest.",
    level: "assumed",
    source: "our choice: nobody knows; the other profile is a switch",
    switches: ["secondPass"],
  },
  "card.valid": {
    text: "PassInstalled lists the cards that are installed and not expired; the other selection modes go by the status alone, PassNotCreated by there being no card.",
    level: "documented",
    source: "vendor page, Template card status information",
  },
} as const satisfies RuleTexts;
