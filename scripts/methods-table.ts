import { type JsonObject, methodsOf } from "./document-walk.js";
import { countedLevels, evidenceIn, fieldsOf } from "./fields.js";
import { markdownTable } from "./markdown.js";

/** Returns the table of all methods with the evidence for their parameters and fields. */
export function methodsTable(document: JsonObject): string {
  const counts = (node: unknown) => countedLevels(fieldsOf(document, node).map(({ level }) => level));
  const rows = methodsOf(document).map(({ id, method }) => {
    const response = ((method.responses as JsonObject)["200"] as JsonObject) ?? {};
    const link = `[\`${id}\`](#${id.toLowerCase()})`;
    const level = evidenceIn(method)?.level ?? "";
    return [link, String(method.summary), level, counts(method.requestBody) || "none", counts(response)];
  });
  return markdownTable(["method", "effect", "evidence", "parameters", "response fields"], rows);
}
