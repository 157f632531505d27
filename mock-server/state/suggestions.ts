import { nearestSurely } from "../../shared/nearest.js";

/** Returns a client's text as messages show it. */
const quoted = (text: string): string => JSON.stringify(text.length > 64 ? `${text.slice(0, 64)}…` : text);

/** Returns the intended name: the nearest, or a name that begins with the text, such as advanceSeconds for `advance`. */
const intended = (sent: string, names: readonly string[]): string | undefined =>
  nearestSurely(sent, names) ?? (sent.length < 3 ? undefined : names.find((name) => name.startsWith(sent)));

/** Returns the message for an unknown key, with a suggestion or else the valid keys. */
export function unknownKey(key: string, known: readonly string[]): string {
  const name = intended(key, known);
  if (name !== undefined) return `unknown key ${quoted(key)}; did you mean ${quoted(name)}?`;
  return `unknown key ${quoted(key)}; valid: ${known.join(", ")}`;
}

/** Describes a value for a message. A text is not shown, because it could be a token. */
export function valueText(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return "a string";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

/** Returns the message for a value that is not allowed. It shows a text only with a suggestion. */
export function notAllowed(value: unknown, allowed: readonly unknown[]): string {
  const rule = `must be one of ${allowed.join(", ")}`;
  if (typeof value !== "string") return `${rule}, got ${valueText(value)}`;
  const name = intended(
    value,
    allowed.filter((candidate) => typeof candidate === "string"),
  );
  return name === undefined ? rule : `${rule}, got ${quoted(value)}; did you mean ${quoted(name)}?`;
}
