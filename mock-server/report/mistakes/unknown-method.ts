import { methodFacts } from "../../../openapi/document.js";
import { nearest } from "../../../shared/nearest.js";
import { quoted } from "../call.js";
import type { Mistake } from "../mistake.js";

const methods = Object.keys(methodFacts);

export const unknownMethod: Mistake = {
  id: "unknown-method",
  text: "A method was called that does not exist.",
  severity: "error",
  example: "POST /api/v1/getTemplate",
  advice: "Take the names of the methods from the vendor's page, letter by letter: case counts.",
  find: (_calls, entries) =>
    entries
      .filter(({ method, why }) => method === null && why !== null)
      .map((entry) => {
        const near = nearest(entry.name, methods);
        const hint = near === undefined ? "" : `, there is ${near}`;
        return { calls: [{ entry }], seen: `there is no method ${quoted(entry.name)}${hint}` };
      }),
};
