/** The end of a text that was cut. */
const cutMark = /…\[cut from \d+ characters\]$/;

/** A copy of a text of its own: a text that was taken out of a longer one keeps all of that in memory. */
export const copyOf = (text: string): string => Buffer.from(text).toString();

/**
 * Returns a copy of a text, cut to `most` characters and marked where it is longer.
 *
 * @example
 * cutText("abcdef", 3); // "abc…[cut from 6 characters]"
 */
export const cutText = (text: string, most: number): string =>
  text.length <= most ? copyOf(text) : `${copyOf(text.slice(0, most))}…[cut from ${text.length} characters]`;

/** Splits a text that may be cut into what is left of it and the mark, which is empty for a whole text. */
export function splitCut(text: string): readonly [left: string, mark: string] {
  const at = cutMark.exec(text)?.index ?? text.length;
  return [text.slice(0, at), text.slice(at)];
}
