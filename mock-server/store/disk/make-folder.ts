import { mkdir, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { syncFolder } from "./sync-folder.js";

/** The data folder cannot be used. */
export class DataFolderError extends Error {
  override name = "DataFolderError" as const;
}

/** State files and journals hold tokens: only their owner may read them. Windows ignores modes. */
export const privateFile = 0o600;
const privateFolder = 0o700;

/**
 * Makes a folder that only its owner may use, with those above it if need be. One by one, because Node's own recursive
 * way never ends where a folder above cannot be made (/proc is such a place). A folder that exists keeps its mode.
 */
export async function makeFolder(folder: string, mode = privateFolder): Promise<void> {
  const path = resolve(folder);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return;
  if (found !== undefined) throw new DataFolderError(`${folder} is not a folder: choose another with --data`);
  if (dirname(path) !== path) await makeFolder(dirname(path), 0o777);
  await mkdir(path, { mode }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw new DataFolderError(`${folder} cannot be made: ${error.message}`);
  });
  await syncFolder(dirname(path)).catch(() => undefined); // A folder that may not be read cannot be synced.
}

/** Keeps the tokens in a folder out of git, unless the folder has rules already. */
export async function ignoreInGit(folder: string): Promise<void> {
  await writeFile(join(folder, ".gitignore"), "*\n", { flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
}
