const joined = (items: readonly string[], word: string): string =>
  items.length < 2 ? (items[0] ?? "") : `${items.slice(0, -1).join(", ")} ${word} ${items.at(-1)}`;

/**
 * Joins items as an English list of alternatives.
 *
 * @example
 * orList(["a", "b", "c"]); // "a, b or c"
 */
export const orList = (items: readonly string[]): string => joined(items, "or");

/**
 * Joins items as an English list.
 *
 * @example
 * andList(["a", "b", "c"]); // "a, b and c"
 */
export const andList = (items: readonly string[]): string => joined(items, "and");
