/**
 * Replaces control characters, line separators and direction marks with spaces. Foreign text then stays on its line and
 * cannot steer a terminal.
 *
 * @example
 * printable("red \u001b[31m?\n"); // "red  [31m? "
 */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, " ");

/** Makes each line of a text printable. */
export const printableLines = (text: string): string => text.split("\n").map(printable).join("\n");
