import { closest, distance } from "fastest-levenshtein";

/** The name that a misspelt word was most likely meant to be; undefined if none is near. */
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
