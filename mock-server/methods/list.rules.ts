import type { RuleTexts } from "../model/rule.js";

/** What lists hold, in which order, and on how many pages. */
export const listRules = {
  "list.order": {
    text: "Lists are in order of creation, operations and pushes newest first.",
    level: "sample",
    source: "the sample of getInfoPushList on the vendor page; the other lists are our choice",
  },
  "list.pages": {
    text: "A list comes in pages as large as the method's; a page past the end is empty, one before the first is refused.",
    level: "documented",
    source: "vendor page has the sizes; the first page is observed in a public v1 client, the ends are our choice",
    switches: ["firstPage"],
  },
  "list.operations": {
    text: "Every change of a balance is one operation, with its date, action, amount, and the balance after it.",
    level: "assumed",
    source: "our choice: the vendor page has the method and not what it answers",
  },
} as const satisfies RuleTexts;
