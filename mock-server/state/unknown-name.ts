import { nearestSurely } from "../../shared/nearest.js";

/** Returns a client's text as messages show it. */
const shown = (text: string): string => JSON.stringify(text.length > 64 ? `${text.slice(0, 64)}…` : text);

/** Returns the intended name: the nearest, or a name that begins with the text, such as advanceSeconds for `advance`. */
const meant = (sent: string, names: readonly string[]): string | undefined =>
  nearestSurely(sent, names) ?? (sent.length < 3 ? undefined : names.find((name) => name.startsWith(sent)));

/** Returns the message for an unknown key, with a suggestion or else the valid keys. */
export function unknownKey(key: string, known: readonly string[]): string {
  const name = meant(key, known);
  if (name !== undefined) return `unknown key ${shown(key)}; did you mean ${shown(name)}?`;
  return `unknown key ${shown(key)}; valid: ${known.join(", ")}`;
}

/** Returns the message for an invalid value, with a suggestion. */
export function wrongValue(value: unknown, allowed: readonly unknown[]): string {
  const rule = `must be one of ${allowed.join(", ")}`;
  if (typeof value !== "string") return rule;
  const names = allowed.filter((name) => typeof name === "string");
  const name = meant(value, names);
  return name === undefined ? rule : `${rule}, got ${shown(value)}; did you mean ${shown(name)}?`;
}
