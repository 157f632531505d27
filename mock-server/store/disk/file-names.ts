import { statSync } from "node:fs";
import { defaultSandbox } from "../port.js";

/** Suffix of a deleted sandbox's head while its other files are being deleted. */
export const deleted = ".json.deleted";

/** Suffix of a new file during its write. The head of a sandbox has it until all files of the sandbox are written. */
export const halfWritten = ".half-written";

export const headName = (id: string): string => `${id}.json`;
export const baseName = (id: string, generation: number): string => `${id}.${generation}.base.json`;
export const journalName = (id: string, generation: number): string => `${id}.${generation}.journal`;

/** A base or a journal. */
export interface NumberedFile {
  readonly name: string;
  readonly id: string;
  readonly generation: number;
  readonly kind: "base" | "journal";
}

function parseName(name: string): NumberedFile | undefined {
  const [, id, generation, ending] = /^(.+)\.(\d+)\.(base\.json|journal)$/.exec(name) ?? [];
  if (id === undefined) return undefined;
  return { name, id, generation: Number(generation), kind: ending === "journal" ? "journal" : "base" };
}

/** Returns the bases and journals of a sandbox by generation. */
export const filesOf = (id: string, names: readonly string[]): NumberedFile[] =>
  names
    .flatMap((name) => parseName(name) ?? [])
    .filter((file) => file.id === id)
    .sort((a, b) => a.generation - b.generation);

/** Returns the ids of the sandboxes that have a file: `default` first, then by name. */
export function sandboxIds(names: readonly string[]): string[] {
  const idOf = (name: string) => parseName(name)?.id ?? (name.endsWith(".json") ? name.slice(0, -".json".length) : []);
  const ids = new Set(names.flatMap(idOf));
  return [...(ids.delete(defaultSandbox) ? [defaultSandbox] : []), ...[...ids].sort()];
}

/** Returns a string that changes when the file is written or replaced; empty for a missing file. */
export function fileIdOf(file: string): string {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? "" : `${found.dev}-${found.ino}-${found.mtimeNs}-${found.size}`;
}
