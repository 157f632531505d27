import { basename } from "node:path";
import { defaultSandbox } from "../port.js";

/** Follows the id in the name of a snapshot whose sandbox is deleted and whose journals may still be there. */
export const deleted = ".json.deleted";

/** Follows the name of a snapshot while it is written, beside the good one. */
export const halfWritten = ".half-written";

/** Returns the id in the name of a journal, and its generation; undefined for other names. */
function parseJournalName(name: string): { readonly id: string; readonly generation: number } | undefined {
  const [, id, generation] = /^(.+)\.(\d+)\.journal$/.exec(name) ?? [];
  return id === undefined ? undefined : { id, generation: Number(generation) };
}

/** Lists the ids of the sandboxes that have a state file or a journal: `default`, and the others by name. */
export function sandboxIds(names: readonly string[]): string[] {
  const idOf = (name: string) => (name.endsWith(".json") ? basename(name, ".json") : parseJournalName(name)?.id);
  const ids = new Set(names.flatMap((name) => idOf(name) ?? []));
  return [...(ids.delete(defaultSandbox) ? [defaultSandbox] : []), ...[...ids].sort()];
}

/** The generation in the name of a journal; 0 without a journal. */
export const numberOf = (journal = ""): number => parseJournalName(journal)?.generation ?? 0;

/** The names of a sandbox's journals, oldest first. */
export const journalsOf = (id: string, names: readonly string[]): string[] =>
  names.filter((name) => parseJournalName(name)?.id === id).sort((a, b) => numberOf(a) - numberOf(b));
