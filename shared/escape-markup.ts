const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** Escapes a text for the content and the double-quoted attributes of HTML and XML. */
export const escapeMarkup = (text: string): string => text.replace(/[&<>"]/g, (char) => entities[char] ?? char);
