const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/**
 * Text as XML has it; characters that XML has no way to write are left out.
 *
 * @example
 * xml('a < "b"'); // "a &lt; &quot;b&quot;"
 */
export const xml = (text: string): string =>
  text
    .replace(/[^\t\n\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "")
    .replace(/[&<>"]/g, (char) => entities[char] ?? char);
