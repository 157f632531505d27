/**
 * Returns a pattern for a character of the token as it may be echoed: unchanged, escaped as in JSON, once or twice, as
 * in a URL, or as an HTML entity. The names of entities are not told apart: a pattern that is too wide redacts too much.
 */
function forms(character: string): string {
  const code = character.charCodeAt(0);
  const hex = code.toString(16);
  const named = /\w/.test(character) ? "" : "|[a-z]+";
  // The entity comes first, because a `&` of the token would match its beginning.
  return `(&(amp;)*(#0*${code}|#x0*${hex}${named});?|\\\\{0,3}(\\x${hex}|u00${hex})|%${hex})`;
}

/** Creates a function that replaces a token, which is visible ASCII, in texts that a program may print. */
export function redactor(token: string): (text: string) => string {
  const echo = new RegExp([...token].map(forms).join(""), "gi");
  return (text) => text.replace(echo, "[token]");
}
