const secretKey = /token|api[-_ ]?key|auth|secret|passw(or)?d|bearer|credential/i;

/** Whether a name suggests a token or a secret. */
export const isSecretName = (name: string): boolean => secretKey.test(name);

/** Escapes a text for a regular expression. */
export const escapeRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

/** Returns a pattern that matches any of the texts, longer texts first; undefined without texts. */
export function patternOf(texts: Iterable<string>): RegExp | undefined {
  const longestFirst = [...new Set(texts)].sort((left, right) => right.length - left.length);
  return longestFirst.length === 0 ? undefined : new RegExp(longestFirst.map(escapeRegExp).join("|"), "g");
}

const maxDepth = 32;

const childrenOf = (value: unknown): readonly unknown[] =>
  typeof value === "object" && value !== null ? Object.values(value) : [];

/** Whether a value is nested deeper than some levels; by default those that `redacted` returns. */
export const isTooDeep = (value: unknown, levels = maxDepth): boolean =>
  levels === 0
    ? typeof value === "object" && value !== null
    : childrenOf(value).some((item) => isTooDeep(item, levels - 1));

/**
 * Returns a redacted copy of a client's value. Keys that suggest a secret get the value `replacement`. `redactText` is
 * applied to all texts and keys. Levels below 32 are left out.
 *
 * @example
 * redacted({ api_key: "k", note: "my token is t0" }, (text) => text.replaceAll("t0", "…")); // { api_key: "[redacted]", note: "my token is …" }
 */
export function redacted(value: unknown, redactText: (text: string) => string, replacement = "[redacted]"): unknown {
  const copy = (item: unknown, depth: number): unknown => {
    if (typeof item === "string") return redactText(item);
    if (typeof item !== "object" || item === null) return item;
    if (depth >= maxDepth) return "[nested deeper]";
    if (Array.isArray(item)) return item.map((inner) => copy(inner, depth + 1));
    return Object.fromEntries(
      Object.entries(item).map(([key, inner]) => [
        copy(key, depth + 1),
        secretKey.test(key) ? replacement : copy(inner, depth + 1),
      ]),
    );
  };
  return copy(value, 0);
}
