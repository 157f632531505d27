const secretKey = /token|api[-_ ]?key|auth|secret|passw(or)?d|bearer|credential/i;

/** Whether a name is one of those under which a token or another secret travels. */
export const isSecretName = (name: string): boolean => secretKey.test(name);

/** The source of an expression that matches a text. */
export const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

/** Finds any of some texts, a longer one before one that it begins with; undefined for none. */
export function anyOf(texts: Iterable<string>): RegExp | undefined {
  const longestFirst = [...new Set(texts)].sort((one, other) => other.length - one.length);
  return longestFirst.length === 0 ? undefined : new RegExp(longestFirst.map(literal).join("|"), "g");
}

const deepest = 32;

const inside = (value: unknown): readonly unknown[] =>
  typeof value === "object" && value !== null ? Object.values(value) : [];

/** Whether a value is nested deeper than 32 levels, so that `redacted` would leave something of it out. */
export const isTooDeep = (value: unknown, depth = 0): boolean =>
  depth >= deepest
    ? typeof value === "object" && value !== null
    : inside(value).some((one) => isTooDeep(one, depth + 1));

/**
 * Returns a copy of a value that a client sent, fit to be shown. Keys that look like they hold a secret lose their
 * value, which `instead` replaces. `redactText` is applied to all texts, keys included. Levels below 32 are left out.
 *
 * @example
 * redacted({ api_key: "k", note: "my token is t0" }, (text) => text.replaceAll("t0", "…")); // { api_key: "[redacted]", note: "my token is …" }
 */
export function redacted(value: unknown, redactText: (text: string) => string, instead = "[redacted]"): unknown {
  const shown = (item: unknown, depth: number): unknown => {
    if (typeof item === "string") return redactText(item);
    if (typeof item !== "object" || item === null) return item;
    if (depth >= deepest) return "[nested deeper]";
    if (Array.isArray(item)) return item.map((one) => shown(one, depth + 1));
    return Object.fromEntries(
      Object.entries(item).map(([key, one]) => [
        shown(key, depth + 1),
        secretKey.test(key) ? instead : shown(one, depth + 1),
      ]),
    );
  };
  return shown(value, 0);
}
