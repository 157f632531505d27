import { isJson } from "./json.js";

/**
 * Returns whether a JSON value contains an expected value: objects may have further keys, arrays have the same length.
 *
 * @example
 * containsJson({ sum: 5, language: "en" }, { sum: 5 }); // true
 */
export function containsJson(value: unknown, expected: unknown): boolean {
  if (Array.isArray(expected))
    return (
      Array.isArray(value) &&
      value.length === expected.length &&
      expected.every((item, index) => containsJson(value[index], item))
    );
  if (!isJson(expected)) return value === expected;
  return (
    isJson(value) &&
    Object.entries(expected).every(([key, inner]) => Object.hasOwn(value, key) && containsJson(value[key], inner))
  );
}
