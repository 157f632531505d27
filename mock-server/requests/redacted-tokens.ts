import { escapeRegExp } from "../../shared/redact.js";
import { splitCut } from "./cut-text.js";

/** A token as the request log stores it. */
export interface LoggedToken {
  /** The whole token if `cut` is 0. */
  readonly start: string;
  /** Number of further characters, which are not stored. */
  readonly cut: number;
}

const lengthOf = ({ start, cut }: LoggedToken): number => start.length + cut;

/** Returns the source of a pattern that matches a token. Anything after the start of a cut token counts as its rest. */
const matcher = ({ start, cut }: LoggedToken): string => escapeRegExp(start) + (cut === 0 ? "" : `[^]{0,${cut}}`);

/** Matches the rest of a percent-encoded character after a cut. */
const halfCharacter = /(\uFFFD|%[0-9a-f]?)+$/i;

/** Removes the end of a cut text if it may be the beginning of a token. */
function withoutTokenStart(text: string, tokens: readonly LoggedToken[]): string {
  const whole = text.replace(halfCharacter, "");
  const lengths = tokens.map(({ start }) => {
    let length = Math.min(start.length, whole.length);
    while (!whole.endsWith(start.slice(0, length))) length -= 1;
    return length;
  });
  return whole.slice(0, whole.length - Math.max(0, ...lengths));
}

/**
 * Creates a function that redacts tokens in a text, also if the token or the text is cut.
 *
 * @example
 * tokenRedactor([{ start: "secret", cut: 0 }])("my secret"); // "my [redacted]"
 */
export function tokenRedactor(tokens: readonly LoggedToken[]): (text: string) => string {
  // A longer token goes before its own prefix.
  const longestFirst = [...tokens].sort((a, b) => lengthOf(b) - lengthOf(a));
  if (longestFirst.length === 0) return (text) => text;
  const pattern = new RegExp(longestFirst.map(matcher).join("|"), "g");
  return (text) => {
    const [start, mark] = splitCut(text);
    const redacted = start.replaceAll(pattern, "[redacted]");
    return mark === "" ? redacted : withoutTokenStart(redacted, tokens) + mark;
  };
}

/**
 * Redacts tokens in a path, also if they are percent-encoded.
 *
 * @example
 * redactPath("a/se%63ret", (text) => text.replaceAll("secret", "…")); // "a/…"
 */
export function redactPath(path: string, redactText: (text: string) => string): string {
  const redacted = redactText(path);
  // Tokens are ASCII.
  const decoded = redacted.replace(/%([2-7][0-9a-f])/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  const redactedTwice = redactText(decoded);
  return redactedTwice === decoded ? redacted : redactedTwice;
}
