/** A character of the token as it may be echoed: as it is, escaped as in JSON, once or twice, or as in a URL. */
function forms(character: string): string {
  const hex = character.charCodeAt(0).toString(16);
  return `(\\\\{0,3}(\\x${hex}|u00${hex})|%${hex})`;
}

/** Keeps the token, which is printable ASCII, out of what a program may print. */
export const redacted = (text: string, token: string): string =>
  text.replace(new RegExp([...token].map(forms).join(""), "gi"), "[token]");
