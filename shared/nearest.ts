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

/** The name that a word is so near to that nothing else can be meant; undefined if there is none. */
export function nearestSurely(word: string, names: readonly string[]): string | undefined {
  const name = nearest(word, names);
  if (name === undefined) return undefined;
  return distance(word.toLowerCase(), name.toLowerCase()) <= Math.max(1, Math.floor(name.length * 0.4))
    ? name
    : undefined;
}
