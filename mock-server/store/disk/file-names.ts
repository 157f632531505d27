import { basename } from "node:path";
import { defaultSandbox } from "../port.js";

/** Suffix of a deleted sandbox's state file while its journals are being deleted. */
export const deleted = ".json.deleted";

/** Suffix of a new state file during its write. */
export const halfWritten = ".half-written";

/** Returns the id and generation in the name of a journal; undefined for other names. */
function parseJournalName(name: string): { readonly id: string; readonly generation: number } | undefined {
  const [, id, generation] = /^(.+)\.(\d+)\.journal$/.exec(name) ?? [];
  return id === undefined ? undefined : { id, generation: Number(generation) };
}

/** Returns the ids of the sandboxes that have a state file or a journal: `default` first, then by name. */
export function sandboxIds(names: readonly string[]): string[] {
  const idOf = (name: string) => (name.endsWith(".json") ? basename(name, ".json") : parseJournalName(name)?.id);
  const ids = new Set(names.flatMap((name) => idOf(name) ?? []));
  return [...(ids.delete(defaultSandbox) ? [defaultSandbox] : []), ...[...ids].sort()];
}

/** Returns the generation in the name of a journal; 0 without a journal. */
export const numberOf = (journal = ""): number => parseJournalName(journal)?.generation ?? 0;

/** Returns the names of a sandbox's journals, oldest first. */
export const journalsOf = (id: string, names: readonly string[]): string[] =>
  names.filter((name) => parseJournalName(name)?.id === id).sort((a, b) => numberOf(a) - numberOf(b));
