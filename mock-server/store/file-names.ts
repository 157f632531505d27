import { join } from "node:path";
import { DamagedFile } from "./damaged-file.js";

/** Follows the id in the name of a snapshot whose sandbox is deleted and whose journals may still be there. */
export const deleted = ".json.deleted";

/** Follows the name of a snapshot while it is written, beside the good one. */
export const halfWritten = ".half-written";

/** Returns the id in the name of a journal, and its generation; undefined for other names. */
function parseJournalName(name: string): { readonly id: string; readonly generation: number } | undefined {
  const [, id, generation] = /^(.+)\.(\d+)\.journal$/.exec(name) ?? [];
  return id === undefined ? undefined : { id, generation: Number(generation) };
}

/** Refuses journals without a snapshot: they hold changes that are nowhere else. */
export function ensureNoOrphans(folder: string, names: readonly string[]): void {
  const isOrphan = (name: string) => !names.includes(`${parseJournalName(name)?.id}.json`);
  const orphan = names.find((name) => name.endsWith(".journal") && isOrphan(name));
  if (orphan !== undefined)
    throw new DamagedFile(join(folder, orphan), "holds changes to a snapshot that is not there");
}

/** The generation in the name of a journal; 0 without a journal. */
export const numberOf = (journal = ""): number => parseJournalName(journal)?.generation ?? 0;

/** The names of a sandbox's journals, oldest first. */
export const journalsOf = (id: string, names: readonly string[]): string[] =>
  names.filter((name) => parseJournalName(name)?.id === id).sort((a, b) => numberOf(a) - numberOf(b));
