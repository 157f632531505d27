import { fieldPath } from "../shared/json.js";

/** A place in a JSON value: names of fields, and numbers for elements of lists. */
export type Path = readonly (string | number)[];

/** Parses `$.rows[0]['odd name']` as Pact writes it; a wildcard is "*". Returns undefined for any other text. */
export function parsePath(text: string): Path | undefined {
  const part = /\.([^.[\]'"]+)|\[(\d+)\]|\[(\*)\]|\['([^']*)'\]|\["([^"]*)"\]/y;
  part.lastIndex = 1;
  const path: (string | number)[] = [];
  while (part.lastIndex < text.length) {
    const found = part.exec(text);
    if (!text.startsWith("$") || found === null) return undefined;
    const [, name, index, star, single, double] = found;
    path.push(index === undefined ? (name ?? star ?? single ?? double ?? "") : Number(index));
  }
  return path;
}

/** Returns `$.rows[0].id`. */
export const pathText = (path: Path): string =>
  path.reduce<string>((text, part) => (typeof part === "number" ? `${text}[${part}]` : fieldPath(text, part)), "$");

/** Returns `rows[].id`, the same for all elements of a list. */
export const fieldText = (path: Path): string =>
  path
    .map((part) => (typeof part === "number" ? "[]" : `.${part}`))
    .join("")
    .replace(/^\./, "");

/** Returns the value at a path; undefined if it is missing. */
export const valueAt = (root: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, part) => {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    return (value as Readonly<Record<string, unknown>>)[part];
  }, root);
