import { at, isJson, type Json } from "./document-walk.js";
import { table } from "./markdown.js";

const start = "<!-- calls -->";
const end = "<!-- /calls -->";

/** Lists the keys of a schema and of all its forms. */
function keysOf(document: Json, of: unknown): readonly string[] {
  if (!isJson(of)) return [];
  if (typeof of.$ref === "string") return keysOf(document, at(document, of.$ref));
  const forms = [of.oneOf, of.anyOf, of.allOf].flat();
  return [...new Set([...Object.keys(of.properties ?? {}), ...forms.flatMap((form) => keysOf(document, form))])];
}

/** Formats the keys of a request body, or the name of its schema if the keys are many or free. */
function bodyOf(document: Json, { requestBody }: Json): string {
  if (!isJson(requestBody)) return "";
  const { schema } = at(requestBody, "#/content/application~1json");
  const keys = keysOf(document, schema);
  const name = isJson(schema) ? String(schema.$ref).split("/").at(-1) : "";
  return keys.length > 0 && keys.length <= 8 ? keys.map((key) => `\`${key}\``).join(", ") : `a ${name?.toLowerCase()}`;
}

function calls(document: Json): string {
  const rows = Object.entries(document.paths as Json).flatMap(([path, item]) =>
    Object.entries(item as Json).flatMap(([verb, operation]) => {
      const { summary } = operation as Json;
      if (summary === undefined) return [];
      return [[`\`${verb.toUpperCase()} /_luna${path}\``, String(summary), bodyOf(document, operation as Json)]];
    }),
  );
  return table(["call", "effect", "body"], rows);
}

/** Returns docs/control-plane.md with the table of all calls. Throws if its two marks are missing. */
export function controlPlanePage(page: string, document: Json): string {
  const from = page.indexOf(start);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`docs/control-plane.md must contain the lines ${start} and ${end}`);
  return `${page.slice(0, from + start.length)}\n${calls(document)}\n${page.slice(to)}`;
}
