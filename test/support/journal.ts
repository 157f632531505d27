import {
  checkedLine,
  encodeLine,
  type JournalLine,
  journalFormat,
} from "../../mock-server/store/disk/journal-lines.js";
import { readJournal } from "../../mock-server/store/disk/read-journal.js";

/** Returns all lines of a journal, and the warnings about it. */
export async function linesOf(file: string, warnings: string[] = []): Promise<readonly JournalLine[]> {
  const lines: JournalLine[] = [];
  for await (const found of readJournal(file, (message) => warnings.push(message))) lines.push(...found);
  return lines;
}

/** Returns a row of a journal with its checksum and line break. */
export const row = (text: string): string => String(checkedLine(text));

/** Returns the text of a journal, as a server writes it. */
export function journalText(lines: readonly unknown[], { writer = "0a1b2c3d", durable = true } = {}): string {
  const header = encodeLine(writer, { journal: journalFormat, durable });
  return [header, ...lines.map((line) => encodeLine(writer, line as JournalLine))].map(row).join("");
}
