import { apply, type Tables, type TablesDraft } from "../memory/tables.js";
import type { Change } from "../port.js";
import { DamagedFileError } from "./damaged-file.js";
import type { JournalLine } from "./journal-format.js";
import { readJournal } from "./read-journal.js";

/**
 * Applies the journal lines after transaction `saved` to the tables of a state file. Returns new tables and the number
 * of the last transaction. Throws DamagedFileError.
 */
export async function replayJournals(
  files: readonly string[],
  before: Tables,
  saved: number,
  warn: (message: string) => void,
): Promise<{ readonly tables: Tables; readonly last: number }> {
  const tables: TablesDraft = { ...before };
  let last = saved;
  for (const file of files) {
    for await (const line of readJournal(file, warn)) {
      if (line.n <= last) continue;
      if (line.n !== last + 1) throw new DamagedFileError(file, `is damaged: transaction ${last + 1} is missing`);
      try {
        replay(tables, line);
      } catch (error) {
        throw new DamagedFileError(file, `is damaged: transaction ${line.n} does not fit: ${(error as Error).message}`);
      }
      last = line.n;
    }
  }
  return { tables, last };
}

/** Applies one journal line. The line lacks the old records, so they are looked up. */
function replay(tables: TablesDraft, { changes }: JournalLine): void {
  for (const { table, after } of changes)
    apply(tables, { table, before: beforeOf(tables, table, after), after } as Change);
}

function beforeOf(tables: Tables, table: Change["table"], after: Change["after"]): Change["before"] {
  if (table === "clock") return tables.clock;
  if (table === "profile") return tables.profile;
  if (table === "sequences") return tables.sequences;
  if (table === "cards") return tables.cards.get((after as { serial: string }).serial);
  if (table === "companies") return tables.companies.get((after as { id: string }).id);
  if (table === "templates") return tables.templates.get((after as { id: number }).id);
  return table === "clients" ? tables.clients.get((after as { id: number }).id) : undefined;
}
