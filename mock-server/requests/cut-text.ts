/** Matches the mark at the end of a cut text. */
const cutMark = /…\[cut from \d+ characters\]$/;

/** Returns an independent copy: a slice keeps the whole text that it was taken from in memory. */
export const copyOf = (text: string): string => Buffer.from(text).toString();

/**
 * Returns a copy of a text, cut to `maxLength` characters and marked if it is longer.
 *
 * @example
 * cutText("abcdef", 3); // "abc…[cut from 6 characters]"
 */
export const cutText = (text: string, maxLength: number): string =>
  text.length <= maxLength ? copyOf(text) : `${copyOf(text.slice(0, maxLength))}…[cut from ${text.length} characters]`;

/** Splits a text that may be cut into its beginning and the mark, which is empty for a whole text. */
export function splitCut(text: string): readonly [start: string, mark: string] {
  const at = cutMark.exec(text)?.index ?? text.length;
  return [text.slice(0, at), text.slice(at)];
}
