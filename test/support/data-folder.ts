import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { State } from "../../mock-server/index.js";

/** Returns the sorted names of all files except the lock and .gitignore. */
export async function filesOfSandboxes(data: string): Promise<readonly string[]> {
  return (await readdir(data)).filter((name) => name !== ".gitignore" && !/^lock\b/.test(name)).sort();
}

/** Returns the names of all files without their numbers, each once. */
export async function kindsOfFiles(data: string): Promise<readonly string[]> {
  const names = await filesOfSandboxes(data);
  return [...new Set(names.map((name) => name.replace(/\.\d+\.(base\.json|journal)$/, ".$1")))].sort();
}

/** Returns the path of a sandbox's present base, which has its records. */
export async function presentBase(data: string, id = "default"): Promise<string> {
  const { bases } = JSON.parse(await readFile(join(data, `${id}.json`), "utf8")) as {
    bases: readonly { generation: number }[];
  };
  return join(data, `${id}.${bases.at(-1)?.generation}.base.json`);
}

/** Returns the text of a state file as versions before heads and bases wrote it. */
export function earlierStateText(id: string, state: Omit<State, "formatVersion">, journal = 0): string {
  const origin = { fixture: "empty", seed: state.seed ?? 1, now: null, profile: {} };
  const file = { id, origin, createdAt: "2026-01-15T12:00:00.000Z", expiresAt: null, journal };
  return JSON.stringify({ ...state, formatVersion: 1, file });
}

/** Writes a state file as versions before heads and bases wrote it. */
export const writeEarlierState = (data: string, id: string, state: Omit<State, "formatVersion">, journal = 0) =>
  writeFile(join(data, `${id}.json`), earlierStateText(id, state, journal));
