import { inEachCall, type Mistake } from "../mistake.js";

export const wrongVerbUsed: Mistake = {
  id: "wrong-verb",
  text: "A call used a verb other than POST.",
  severity: "error",
  example: "GET /api/v1/getTemplates",
  advice: "Call every method with POST, including methods that only read.",
  find: inEachCall(({ entry }) => (entry.verb === "POST" ? [] : [`called with ${entry.verb}`])),
};
