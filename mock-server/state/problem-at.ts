/**
 * Joins the path of a value and its problem. An empty path stands for the whole value.
 *
 * @example
 * problemAt("seed", "must be at least 0"); // "seed must be at least 0"
 */
export const problemAt = (path: string, problem: string): string =>
  path === "" ? problem : `${path}${problem.startsWith("must ") ? " " : ": "}${problem}`;
