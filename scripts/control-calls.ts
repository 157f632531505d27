import { at, isJsonObject, type JsonObject } from "./document-walk.js";
import { markdownTable } from "./markdown.js";
import { withSection } from "./section.js";

/** Lists the keys of a schema and of all its forms. */
function keysOf(document: JsonObject, schema: unknown): readonly string[] {
  if (!isJsonObject(schema)) return [];
  if (typeof schema.$ref === "string") return keysOf(document, at(document, schema.$ref));
  const forms = [schema.oneOf, schema.anyOf, schema.allOf].flat();
  return [...new Set([...Object.keys(schema.properties ?? {}), ...forms.flatMap((form) => keysOf(document, form))])];
}

/** Formats the keys of a request body, or the name of its schema if the keys are many or free. */
function bodyOf(document: JsonObject, { requestBody }: JsonObject): string {
  if (!isJsonObject(requestBody)) return "";
  const { schema } = at(requestBody, "#/content/application~1json");
  const keys = keysOf(document, schema);
  const name = isJsonObject(schema) ? String(schema.$ref).split("/").at(-1) : "";
  return keys.length > 0 && keys.length <= 9 ? keys.map((key) => `\`${key}\``).join(", ") : `a ${name?.toLowerCase()}`;
}

function calls(document: JsonObject): string {
  const rows = Object.entries(document.paths as JsonObject).flatMap(([path, item]) =>
    Object.entries(item as JsonObject).flatMap(([verb, operation]) => {
      const { summary } = operation as JsonObject;
      if (summary === undefined) return [];
      return [[`\`${verb.toUpperCase()} /_luna${path}\``, String(summary), bodyOf(document, operation as JsonObject)]];
    }),
  );
  return markdownTable(["call", "effect", "body"], rows);
}

/** Returns docs/control-plane.md with the table of all calls. */
export const controlPlanePage = (page: string, document: JsonObject): string =>
  withSection(page, "calls", calls(document));
