import { isJson } from "../../shared/json.js";
import { pluralized } from "../../shared/pluralized.js";
import { type Path, parsePath, pathText } from "../paths.js";
import type { Failure } from "./failure.js";

/** Returns the paths of the body's matching rules, of any Pact version; undefined for an unparsable path. */
function rulePaths(rules: unknown): readonly (Path | undefined)[] {
  if (!isJson(rules)) return [];
  if (isJson(rules.body)) return Object.keys(rules.body).map(parsePath);
  const older = Object.keys(rules).filter((path) => path.startsWith("$"));
  return older.map(parsePath).flatMap((path) => {
    if (path === undefined) return [undefined];
    return path[0] === "body" ? [path.slice(1)] : [];
  });
}

/** A rule applies to its path and everything below. */
const covers = (rule: Path, path: Path): boolean =>
  rule.length <= path.length && rule.every((part, index) => part === "*" || part === path[index]);

/** A body whose lists have the expected lengths, and a failure for each list that was replaced. */
export interface FittedLengths {
  readonly body: unknown;
  readonly failures: readonly Failure[];
}

/**
 * Finds lists with a wrong length where no rule allows it, and replaces them with the expected list. Pact's core reports
 * each missing element with both lists, which takes minutes for thousands of elements.
 */
export function fitLengths(expected: unknown, received: unknown, rules: unknown): FittedLengths {
  const ruled = rulePaths(rules);
  const failures: Failure[] = [];
  const adapt = (wanted: unknown, got: unknown, path: Path): unknown => {
    if (ruled.some((rule) => rule === undefined || covers(rule, path))) return got;
    if (Array.isArray(wanted) && Array.isArray(got)) {
      if (wanted.length === got.length) return wanted.map((item, index) => adapt(item, got[index], [...path, index]));
      const message = `expected a list of ${pluralized(wanted.length, "element")}, got ${got.length}`;
      failures.push({ where: pathText(path), expected: wanted, got, message });
      return wanted;
    }
    if (!isJson(wanted) || !isJson(got)) return got;
    const fields = Object.entries(got).map(([name, value]) => [
      name,
      Object.hasOwn(wanted, name) ? adapt(wanted[name], value, [...path, name]) : value,
    ]);
    return Object.fromEntries(fields);
  };
  return { body: adapt(expected, received, []), failures };
}
