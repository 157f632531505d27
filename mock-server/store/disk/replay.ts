import type { Tables } from "../memory/tables.js";
import type { Change } from "../port.js";
import { DamagedFileError } from "./damaged-file.js";
import { keyFields, type LineChange } from "./journal-lines.js";
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
  const tables = before;
  let last = saved;
  for (const file of files)
    for await (const lines of readJournal(file, warn))
      for (const line of lines) {
        if (line.n <= last) continue;
        if (line.n !== last + 1) throw new DamagedFileError(file, `is damaged: transaction ${last + 1} is missing`);
        try {
          for (const change of line.changes) tables.apply(completed(tables, change));
        } catch (error) {
          throw new DamagedFileError(
            file,
            `is damaged: transaction ${line.n} does not fit: ${(error as Error).message}`,
          );
        }
        last = line.n;
      }
  return { tables, last };
}

/** Returns a change with the record before and the whole record after it. */
function completed(tables: Tables, change: LineChange): Change {
  const { table } = change;
  if (change.after !== undefined) {
    const key = change.after[keyFields[table] as never] as string | number | undefined;
    return { table, before: recordOf(tables, table, key), after: change.after } as Change;
  }
  const before = recordOf(tables, table, change.key);
  if (before === undefined) throw new Error(`no record ${change.key}`);
  return { table, before, after: { ...before, ...change.set } } as Change;
}

function recordOf(tables: Tables, table: Change["table"], key: string | number | undefined): Change["before"] {
  if (table === "clock") return tables.clock;
  if (table === "profile") return tables.profile;
  if (table === "sequences") return tables.sequences;
  if (table === "cards") return tables.card(String(key));
  if (table === "companies") return tables.company(String(key));
  if (table === "templates") return tables.template(Number(key));
  return table === "clients" ? tables.client(Number(key)) : undefined;
}
