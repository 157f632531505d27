const joined = (items: readonly string[], last: string): string =>
  items.length < 2 ? (items[0] ?? "") : `${items.slice(0, -1).join(", ")}${last}${items.at(-1)}`;

/**
 * Joins items as an English list of alternatives.
 *
 * @example
 * orList(["a", "b", "c"]); // "a, b or c"
 */
export const orList = (items: readonly string[]): string => joined(items, " or ");

/**
 * Joins items as an English list. The comma before "and" separates items that contain "or".
 *
 * @example
 * andList(["a", "b", "c"]); // "a, b, and c"
 */
export const andList = (items: readonly string[]): string => joined(items, items.length > 2 ? ", and " : " and ");
