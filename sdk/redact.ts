/** A character of the token as it may be echoed: as it is, escaped as in JSON, once or twice, or as in a URL. */
function forms(character: string): string {
  const hex = character.charCodeAt(0).toString(16);
  return `(\\\\{0,3}(\\x${hex}|u00${hex})|%${hex})`;
}

/** Makes what keeps a token, which is visible ASCII, out of texts that a program may print. */
export function redactor(token: string): (text: string) => string {
  const echo = new RegExp([...token].map(forms).join(""), "gi");
  return (text) => text.replace(echo, "[token]");
}
