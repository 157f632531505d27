/** Text in a cell: a pipe would end it, and so would a line break. */
const cell = (text: string | number): string =>
  String(text)
    .trim()
    .replaceAll("|", "\\|")
    .replace(/\s*\n\s*/g, " ");

/** A table of Markdown. */
export const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.map(cell).join(" | ")} |`).join("\n");
