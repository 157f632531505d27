const secretKey = /token|api[-_ ]?key|auth|secret|passw(or)?d|bearer|credential/i;
const deepest = 32;

/**
 * A value that a client sent, fit to be shown: keys that look like they hold a secret lose their value, the access
 * token is taken out wherever it stands, and what is nested deeper than 32 levels is left out.
 *
 * @example
 * redacted({ api_key: "k", note: "my token is t0" }, "t0"); // { api_key: "[redacted]", note: "my token is [redacted]" }
 */
export function redacted(value: unknown, token: string | undefined, depth = 0): unknown {
  if (typeof value === "string") return token ? value.replaceAll(token, "[redacted]") : value;
  if (typeof value !== "object" || value === null) return value;
  if (depth >= deepest) return "[nested deeper]";
  const inner = (item: unknown) => redacted(item, token, depth + 1);
  if (Array.isArray(value)) return value.map(inner);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [inner(key), secretKey.test(key) ? "[redacted]" : inner(item)]),
  );
}
