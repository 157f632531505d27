import type { RuleTexts } from "../model/rule.js";

/** Rules of lists: their order, pages and rows. */
export const listRules = {
  "list.order": {
    text: "Lists are in order of creation, operations and pushes newest first.",
    level: "sample",
    source: "the sample of getInfoPushList on the vendor page; the other lists are our choice",
  },
  "list.pages": {
    text: "Lists have pages of the method's size. A page past the end is empty; a page before the first is refused.",
    level: "documented",
    source:
      "vendor page has the sizes; the first page is observed in a public v1 client, the behaviour past the ends is our choice",
    switches: ["firstPage"],
  },
  "list.operations": {
    text: "Every change of a balance is an operation with its date, action, amount and new balance.",
    level: "assumed",
    source: "our choice: the vendor page has the method but not its response",
  },
} as const satisfies RuleTexts;
