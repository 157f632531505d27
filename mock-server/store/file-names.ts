import { join } from "node:path";
import { DamagedFile } from "./damaged-file.js";

/** What follows the id in the name of a snapshot whose sandbox is deleted and whose journals may still be there. */
export const deleted = ".json.deleted";

/** What follows the name of a snapshot while it is written, beside the good one. */
export const halfWritten = ".half-written";

/** Refuses journals without a snapshot: they hold changes that are nowhere else. */
export function ensureNoOrphans(folder: string, names: readonly string[]): void {
  const orphan = names.find((name) => name.endsWith(".journal") && !names.includes(`${name.split(".")[0]}.json`));
  if (orphan !== undefined)
    throw new DamagedFile(join(folder, orphan), "holds changes to a snapshot that is not there");
}

/** The number in the name of a journal; 0 without one. */
export const numberOf = (journal: string | undefined): number => Number(journal?.split(".").at(-2) ?? 0);

/** The names of a sandbox's journals, oldest first. */
export function journalsOf(id: string, names: readonly string[]): string[] {
  return names
    .filter((name) => name.startsWith(`${id}.`) && name.endsWith(".journal") && Number.isInteger(numberOf(name)))
    .sort((a, b) => numberOf(a) - numberOf(b));
}
