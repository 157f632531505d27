import { nearestSurely } from "../../shared/nearest.js";

/** A text that a client sent, as a message shows it. */
const shown = (text: string): string => JSON.stringify(text.length > 64 ? `${text.slice(0, 64)}…` : text);

/** The name that was meant: the nearest, or one that begins with what was sent, as advanceSeconds does with `advance`. */
const meant = (sent: string, names: readonly string[]): string | undefined =>
  nearestSurely(sent, names) ?? (sent.length < 3 ? undefined : names.find((name) => name.startsWith(sent)));

/** Says that a key is unknown, and which was probably meant, or else which are valid. */
export function unknownKey(key: string, known: readonly string[]): string {
  const name = meant(key, known);
  if (name !== undefined) return `unknown key ${shown(key)}; did you mean ${shown(name)}?`;
  return `unknown key ${shown(key)}; valid: ${known.join(", ")}`;
}

/** Says which values are allowed, and which was probably meant. */
export function wrongValue(value: unknown, allowed: readonly unknown[]): string {
  const rule = `must be one of ${allowed.join(", ")}`;
  if (typeof value !== "string") return rule;
  const names = allowed.filter((name) => typeof name === "string");
  const name = meant(value, names);
  return name === undefined ? rule : `${rule}, got ${shown(value)}; did you mean ${shown(name)}?`;
}
