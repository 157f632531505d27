import { closest, distance } from "fastest-levenshtein";

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
