/** Escapes text for a cell: a pipe or a line break would end it. */
const cell = (text: string | number): string =>
  String(text)
    .trim()
    .replaceAll("|", "\\|")
    .replace(/\s*\n\s*/g, " ");

/** Formats a Markdown table. */
export const markdownTable = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.map(cell).join(" | ")} |`).join("\n");
