import { closest, distance } from "fastest-levenshtein";
import { orList } from "./lists.js";

/** Returns the most similar name to a misspelt word; undefined if no name is similar. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  if (names.length === 0 || word.length > 64) return undefined;
  const lower = word.toLowerCase();
  const near = closest(
    lower,
    names.map((name) => name.toLowerCase()),
  );
  const found = names.find((name) => name.toLowerCase() === near);
  return distance(lower, near) <= Math.max(2, near.length / 3) ? found : undefined;
}

/** Returns the most similar name if it is almost certainly meant; otherwise undefined. */
export function nearestSurely(word: string, names: readonly string[]): string | undefined {
  const name = nearest(word, names);
  if (name === undefined) return undefined;
  return distance(word.toLowerCase(), name.toLowerCase()) <= Math.max(1, Math.floor(name.length * 0.4))
    ? name
    : undefined;
}

/**
 * Returns a message with the nearest valid name, or else all of them. `place` is a text such as ` in request`.
 *
 * @example
 * unknownName("filter", "metod", ["method", "since"]); // "unknown filter \"metod\"; did you mean \"method\"?"
 */
export function unknownName(kind: string, name: string, valid: readonly string[], place = ""): string {
  const near = nearest(name, valid);
  const advice = near === undefined ? `use ${orList(valid)}` : `did you mean ${JSON.stringify(near)}?`;
  return `unknown ${kind} ${JSON.stringify(name)}${place}; ${advice}`;
}
