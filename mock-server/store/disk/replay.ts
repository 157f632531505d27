import { apply, type Draft, type World } from "../memory/world.js";
import type { Change } from "../port.js";
import { DamagedFileError } from "./damaged-file.js";
import type { JournalLine } from "./journal-format.js";
import { readJournal } from "./read-journal.js";

/** The world that `saved` transactions made, with those of the journals after them; throws DamagedFileError. */
export async function replayJournals(
  files: readonly string[],
  before: World,
  saved: number,
  warn: (message: string) => void,
): Promise<{ readonly world: World; readonly last: number }> {
  const world: Draft = { ...before };
  let last = saved;
  for (const file of files) {
    for await (const line of readJournal(file, warn)) {
      if (line.n <= last) continue;
      if (line.n !== last + 1)
        throw new DamagedFileError(file, `does not follow on: transaction ${last + 1} is missing`);
      try {
        replay(world, line);
      } catch (error) {
        throw new DamagedFileError(file, `is damaged: transaction ${line.n} does not fit: ${(error as Error).message}`);
      }
      last = line.n;
    }
  }
  return { world, last };
}

/** Applies one journal line. What a record was before is looked up, as the line does not say it. */
function replay(world: Draft, { changes }: JournalLine): void {
  for (const { table, after } of changes)
    apply(world, { table, before: beforeOf(world, table, after), after } as Change);
}

function beforeOf(world: World, table: Change["table"], after: Change["after"]): Change["before"] {
  if (table === "clock") return world.clock;
  if (table === "profile") return world.profile;
  if (table === "sequences") return world.sequences;
  if (table === "cards") return world.cards.get((after as { serial: string }).serial);
  if (table === "companies") return world.companies.get((after as { id: string }).id);
  if (table === "templates") return world.templates.get((after as { id: number }).id);
  return table === "clients" ? world.clients.get((after as { id: number }).id) : undefined;
}
