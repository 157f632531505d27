import { evidenceLevels } from "../../mock-server/model/evidence.js";
import { at, escapePointer, isJsonObject, type JsonObject, methodsOf } from "../../scripts/document-walk.js";

const levels: readonly unknown[] = evidenceLevels;
/** Keywords whose values are data instead of schemas. */
const data = new Set(["const", "default", "enum", "example", "examples", "required"]);

const isText = (value: unknown) => typeof value === "string" && value.trim() !== "";

/** Returns the flaw of an x-evidence; undefined if it is valid. */
function flaw(evidence: unknown): string | undefined {
  if (!isJsonObject(evidence)) return "x-evidence is missing";
  const { level, source, note, ...others } = evidence;
  if (!levels.includes(level)) return `x-evidence has no such level: ${JSON.stringify(level)}`;
  if (!isText(source)) return "x-evidence has no source";
  if (note !== undefined && !isText(note)) return "x-evidence has a note that is no text";
  const [other] = Object.keys(others);
  return other && `x-evidence has an unknown key: ${other}`;
}

/**
 * Where a document does not say how sure it is: every operation, every property of a request or an answer at any
 * depth, and every schema of an error needs an x-evidence of its own, also where it refers to a schema that has one.
 */
export function evidenceFlaws(document: JsonObject): string[] {
  const found: string[] = [];
  const followed = new Set<string>();

  const check = (value: unknown, pointer: string): void => {
    const why = flaw(isJsonObject(value) ? value["x-evidence"] : undefined);
    if (why !== undefined) found.push(`${pointer}: ${why}`);
  };

  const walk = (value: unknown, pointer: string): void => {
    if (Array.isArray(value)) for (const [index, item] of value.entries()) walk(item, `${pointer}/${index}`);
    if (!isJsonObject(value)) return;
    if (typeof value.$ref === "string" && !followed.has(value.$ref)) {
      followed.add(value.$ref);
      walk(at(document, value.$ref), value.$ref);
    }
    if (isJsonObject(value.properties)) {
      if ("error" in value.properties) check(value, pointer);
      for (const [name, property] of Object.entries(value.properties)) {
        const of = `${pointer}/properties/${escapePointer(name)}`;
        check(property, of);
        walk(property, of);
      }
    }
    for (const [key, inner] of Object.entries(value)) {
      if (key !== "properties" && !key.startsWith("x-") && !data.has(key))
        walk(inner, `${pointer}/${escapePointer(key)}`);
    }
  };

  for (const { pointer, method } of methodsOf(document)) {
    check(method, pointer);
    walk(method.requestBody, `${pointer}/requestBody`);
    walk(method.responses, `${pointer}/responses`);
  }
  return found;
}
