import { distance } from "fastest-levenshtein";

/** A name without what does not count in it: case and spacing. */
export const plain = (name: string): string => name.trim().replace(/\s+/g, " ").toLowerCase();

const small = new Set(["a", "an", "the", "of", "on", "is", "has", "with", "and", "exists"]);
const wordsOf = (name: string) => name.split(" ").filter((word) => !small.has(word));

/** How many words two names have in common. */
const common = (one: string, other: string): number =>
  wordsOf(one).filter((word) => wordsOf(other).includes(word)).length;

const most = 3;

const listed = (names: readonly string[], last: string): string => {
  const quoted = names.map((name) => JSON.stringify(name));
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} ${last} ${quoted.at(-1)}`;
};

/** The names that a name was most likely meant to be: those that are spelt like it, else those with the same words. */
export function nearestStates(name: string, known: readonly string[]): string {
  const word = name.slice(0, 64);
  const ranked = known
    .map((other) => ({ other, far: distance(word, other), same: common(word, other) }))
    .sort((one, another) => another.same - one.same || one.far - another.far);
  const alike = ranked
    .filter(({ other, far }) => far <= Math.max(2, other.length / 3))
    .sort((one, another) => one.far - another.far);
  const names = (alike.length > 0 ? alike : ranked).slice(0, most).map(({ other }) => other);
  const hint = alike.length > 0 ? `did you mean ${listed(names, "or")}?` : `the nearest are ${listed(names, "and")};`;
  return `${hint} luna-sandbox states lists them all`;
}
