import { methodFacts } from "../../../openapi/document.js";
import { nearest } from "../../../shared/nearest.js";
import { quoted } from "../call.js";
import type { Mistake } from "../mistake.js";

const methods = Object.keys(methodFacts);

export const unknownMethodCalled: Mistake = {
  id: "unknown-method",
  text: "A call to a method that does not exist.",
  severity: "error",
  example: "POST /api/v1/getTemplate",
  advice: "Copy the names of methods from the vendor's page; they are case-sensitive.",
  find: (_calls, entries) =>
    entries
      .filter(({ method, why }) => method === null && why !== null)
      .map((entry) => {
        const near = nearest(entry.name, methods);
        const hint = near === undefined ? "" : `; did you mean ${near}?`;
        return { calls: [{ entry }], observed: `unknown method ${quoted(entry.name)}${hint}` };
      }),
};
