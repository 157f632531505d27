import { distance } from "fastest-levenshtein";
import { orList } from "../../shared/lists.js";

/** Returns a name without case and spacing, which do not matter. */
export const plain = (name: string): string => name.trim().replace(/\s+/g, " ").toLowerCase();

const small = new Set(["a", "an", "the", "of", "on", "is", "has", "with", "and", "exists"]);
const wordsOf = (name: string) => name.split(" ").filter((word) => !small.has(word));

/** Returns the number of words that two names share. */
const sharedWords = (left: string, right: string): number =>
  wordsOf(left).filter((word) => wordsOf(right).includes(word)).length;

const maxNames = 3;

/** Returns a hint with the most similar names: those spelt alike, else those with the same words. */
export function nearestStates(name: string, known: readonly string[]): string {
  const word = name.slice(0, 64);
  const ranked = known
    .map((other) => ({ other, far: distance(word, other), same: sharedWords(word, other) }))
    .sort((left, right) => right.same - left.same || left.far - right.far);
  const alike = ranked
    .filter(({ other, far }) => far <= Math.max(2, other.length / 3))
    .sort((left, right) => left.far - right.far);
  const names = (alike.length > 0 ? alike : ranked).slice(0, maxNames).map(({ other }) => other);
  const hint =
    alike.length > 0
      ? `did you mean ${orList(names.map((name) => JSON.stringify(name)))}?`
      : `similar: ${names.map((name) => JSON.stringify(name)).join(", ")}.`;
  return `${hint} Run luna-sandbox states for the list`;
}
