import { problemAt } from "./problem-at.js";

/** Maximum nesting of a body. No schema needs more, but a profile or settings may contain anything. */
const maxLevels = 100;

interface PathAndProblem {
  /** Keys and indexes of the value, innermost first. */
  readonly path: string[];
  readonly problem: string;
}

function within(key: string, inner: PathAndProblem): PathAndProblem {
  inner.path.push(key);
  return inner;
}

function find(value: unknown, level = 1): PathAndProblem | undefined {
  if (typeof value === "string")
    return value.isWellFormed()
      ? undefined
      : { path: [], problem: "must be Unicode text, got half of a surrogate pair" };
  if (typeof value !== "object" || value === null) return undefined;
  if (level > maxLevels) return { path: [], problem: `a value must have at most ${maxLevels} levels` };
  // Arrays apart, because a text of each index takes most of the time in a large state.
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      const found = find(value[index], level + 1);
      if (found !== undefined) return within(String(index), found);
    }
    return undefined;
  }
  for (const key in value) {
    const found = find((value as Record<string, unknown>)[key], level + 1);
    if (found !== undefined) return within(key, found);
  }
  return undefined;
}

/** Describes half a surrogate pair in a text, or a value that is nested too deeply; undefined for a valid value. */
export function textProblem(value: unknown): string | undefined {
  const found = find(value);
  if (found === undefined) return undefined;
  const { path, problem } = found;
  return path.length > maxLevels / 2 ? problem : problemAt(path.reverse().join("."), problem);
}
