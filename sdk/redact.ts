/**
 * Returns a pattern for a character of an echoed token: unchanged, escaped for JSON once or twice, for a URL, or as an
 * HTML entity. It matches all names of entities: redacting too much is safe.
 */
function echoPattern(character: string): string {
  const code = character.charCodeAt(0);
  const hex = code.toString(16);
  const named = /\w/.test(character) ? "" : "|[a-z]+";
  // The entity comes first, because a `&` of the token would match its beginning.
  return `(&(amp;)*(#0*${code}|#x0*${hex}${named});?|\\\\{0,3}(\\x${hex}|u00${hex})|%${hex})`;
}

/** Creates a function that redacts a token of visible ASCII characters in texts. */
export function redactor(token: string): (text: string) => string {
  const echo = new RegExp([...token].map(echoPattern).join(""), "gi");
  return (text) => text.replace(echo, "[token]");
}
