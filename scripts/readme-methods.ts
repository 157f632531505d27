/** The README's table of methods, from the document. */
import { isJson, type Json, operationsOf } from "./document-walk.js";

const start = "<!-- methods -->";
const end = "<!-- /methods -->";
const levels = ["documented", "sample", "observed", "sibling", "inferred", "assumed"] as const;

const levelOf = (value: unknown): string => {
  const provenance = isJson(value) ? value["x-provenance"] : undefined;
  return isJson(provenance) ? String(provenance.level) : "";
};

/** How many properties of an operation's request or answer are at each level, references followed. */
function counts(document: Json, of: unknown): string {
  const found = new Map<string, string>();
  const walk = (value: unknown, path: string, seen: readonly string[]): void => {
    if (Array.isArray(value)) for (const item of value) walk(item, path, seen);
    if (!isJson(value)) return;
    if (typeof value.$ref === "string" && !seen.includes(value.$ref)) {
      const name = value.$ref.split("/").at(-1) ?? "";
      if (!name.startsWith("Error")) {
        walk(((document.components as Json).schemas as Json)[name], path, [...seen, value.$ref]);
      }
    }
    if (isJson(value.properties)) {
      for (const [name, property] of Object.entries(value.properties)) {
        const key = `${path}/${name}`;
        const level = levelOf(property);
        if (level !== "" && !found.has(key)) found.set(key, level);
        walk(property, key, seen);
      }
    }
    for (const key of ["schema", "content", "application/json", "oneOf", "anyOf", "allOf", "items"])
      walk(value[key], path, seen);
  };
  walk(of, "", []);
  const all = [...found.values()];
  return levels
    .map((level) => ({ level, count: all.filter((found) => found === level).length }))
    .filter(({ count }) => count > 0)
    .map(({ level, count }) => `${count} ${level}`)
    .join(", ");
}

function table(document: Json): string {
  const rows = operationsOf(document).map(({ id, operation }) => {
    const answer = ((operation.responses as Json)["200"] as Json) ?? {};
    return `| \`${id}\` | ${operation.summary} | ${levelOf(operation)} | ${counts(document, operation.requestBody) || "none"} | ${counts(document, answer)} |`;
  });
  return [
    "| method | what it does | how sure | its parameters | its answer fields |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

export function readmeWithMethods(readme: string, document: Json): string {
  const from = readme.indexOf(start);
  const to = readme.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md lacks the lines ${start} and ${end}`);
  return `${readme.slice(0, from + start.length)}\n${table(document)}\n${readme.slice(to)}`;
}
