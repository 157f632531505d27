import { inEachCall, type Mistake } from "../mistake.js";

export const wrongVerb: Mistake = {
  id: "wrong-verb",
  text: "A method was called with another HTTP verb than POST.",
  severity: "error",
  example: "GET /api/v1/getTemplates",
  advice: "Call every method with POST, also those that only read.",
  find: inEachCall(({ entry }) => (entry.verb === "POST" ? [] : [`called with ${entry.verb}`])),
};
