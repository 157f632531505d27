/** Reads fields and their evidence from an OpenAPI document. */
import { evidenceLevels } from "../mock-server/model/evidence.js";
import { isJsonObject, type JsonObject } from "./document-walk.js";

/** Evidence in the document, with a note. */
export interface NotedEvidence {
  readonly level: string;
  readonly source: string;
  readonly note: string;
}

export interface Field extends NotedEvidence {
  /** Path such as `rows.serialNumber`. */
  readonly path: string;
}

/** Returns the evidence of a part of the document; undefined without `x-evidence`. */
export function evidenceIn(value: unknown): NotedEvidence | undefined {
  const evidence = isJsonObject(value) ? value["x-evidence"] : undefined;
  if (!isJsonObject(evidence)) return undefined;
  const { level, source, note = "" } = evidence;
  return { level: String(level), source: String(source), note: String(note) };
}

/** Keys that lead to the schemas of a request or response. */
const inward = ["schema", "content", "application/json", "oneOf", "anyOf", "allOf", "items"];

const isError = (reference: string) => /\/Error\w+$/.test(reference);

/** Returns every field at any depth, with references resolved. Where forms share a field, the first form counts. */
export function fieldsOf(document: JsonObject, root: unknown): readonly Field[] {
  const found = new Map<string, Field>();
  const schemas = (document.components as JsonObject).schemas as JsonObject;
  const referred = (reference: string) => schemas[reference.split("/").at(-1) ?? ""];
  /** Every maxLength is assumed, whatever the evidence of the field. */
  const lengthNote = (property: unknown): string[] => {
    const schema = isJsonObject(property) && typeof property.$ref === "string" ? referred(property.$ref) : property;
    return isJsonObject(schema) && schema.maxLength !== undefined
      ? [`assumed: at most ${schema.maxLength} characters`]
      : [];
  };
  const walk = (value: unknown, path: readonly string[], seen: readonly string[]): void => {
    if (Array.isArray(value)) for (const item of value) walk(item, path, seen);
    if (!isJsonObject(value)) return;
    if (typeof value.$ref === "string" && !seen.includes(value.$ref) && !isError(value.$ref))
      walk(referred(value.$ref), path, [...seen, value.$ref]);
    for (const [name, property] of Object.entries(isJsonObject(value.properties) ? value.properties : {})) {
      const inner = [...path, name];
      const known = evidenceIn(property);
      if (known !== undefined && !found.has(inner.join("."))) {
        const note = [...(known.note === "" ? [] : [known.note]), ...lengthNote(property)].join("; ");
        found.set(inner.join("."), { path: inner.join("."), ...known, note });
      }
      walk(property, inner, seen);
    }
    for (const key of inward) walk(value[key], path, seen);
  };
  walk(root, [], []);
  return [...found.values()];
}

/** Counts levels, strongest first, such as `3 documented, 1 sample`. */
export const countedLevels = (levels: readonly string[]): string =>
  evidenceLevels
    .map((level) => ({ level, count: levels.filter((each) => each === level).length }))
    .filter(({ count }) => count > 0)
    .map(({ level, count }) => `${count} ${level}`)
    .join(", ");
