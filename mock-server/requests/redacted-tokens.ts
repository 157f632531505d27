import { literal } from "../../shared/redact.js";
import { splitCut } from "./cut-text.js";

/** A token as the request log keeps it. */
export interface KeptToken {
  /** Its beginning; all of it where `cut` is 0. */
  readonly start: string;
  /** How many characters follow that are not kept. */
  readonly cut: number;
}

const lengthOf = ({ start, cut }: KeptToken): number => start.length + cut;

/** Matches a token. Of one that is cut, whatever follows its beginning is taken for the rest of it. */
const matcher = ({ start, cut }: KeptToken): string => literal(start) + (cut === 0 ? "" : `[^]{0,${cut}}`);

/** The rest of a percent-encoded character that the cut may have left. */
const halfCharacter = /(\uFFFD|%[0-9a-f]?)+$/i;

/** Removes the end of a cut text where it may be the beginning of a token: the cut may have gone through the token. */
function withoutTokenStart(text: string, tokens: readonly KeptToken[]): string {
  const whole = text.replace(halfCharacter, "");
  const lengths = tokens.map(({ start }) => {
    let length = Math.min(start.length, whole.length);
    while (!whole.endsWith(start.slice(0, length))) length -= 1;
    return length;
  });
  return whole.slice(0, whole.length - Math.max(0, ...lengths));
}

/**
 * Creates a function that takes tokens out of a text, also where the token or the text is cut.
 *
 * @example
 * tokenRedactor([{ start: "secret", cut: 0 }])("my secret"); // "my [redacted]"
 */
export function tokenRedactor(tokens: readonly KeptToken[]): (text: string) => string {
  // A longer token before the one that it begins with.
  const longestFirst = [...tokens].sort((one, other) => lengthOf(other) - lengthOf(one));
  if (longestFirst.length === 0) return (text) => text;
  const pattern = new RegExp(longestFirst.map(matcher).join("|"), "g");
  return (text) => {
    const [left, mark] = splitCut(text);
    const shown = left.replaceAll(pattern, "[redacted]");
    return mark === "" ? shown : withoutTokenStart(shown, tokens) + mark;
  };
}
