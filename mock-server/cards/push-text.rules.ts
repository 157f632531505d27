import type { RuleTexts } from "../model/rule.js";

export const pushRules = {
  "push.installed": {
    text: "Push notifications reach only cards that are installed.",
    level: "documented",
    source: "vendor page, sendInfoPush",
  },
  "push.notInstalled": {
    text: "A push to one client whose card is not installed is refused.",
    level: "assumed",
    source: "our choice: the vendor page does not say",
  },
  "push.tens": {
    text: "Page p of allClients is the p-th ten of the installed cards in order of creation.",
    level: "documented",
    source: "vendor page, sendInfoPush; the order is our choice",
  },
  "push.variables": {
    text: "{{name}} in messageText becomes the value. A variable without a value becomes empty, an unknown name stays unchanged.",
    level: "documented",
    source: "vendor page, sendInfoPush; empty and unknown names by our choice",
  },
  "push.length": {
    text: "A text of more than 10000 characters after replacing its variables is refused.",
    level: "assumed",
    source: "our choice: the vendor page has no limit; stored and sent messages have the same limit",
  },
} as const satisfies RuleTexts;
