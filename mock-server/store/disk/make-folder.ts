import { mkdir, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { syncFolder } from "./sync-folder.js";

/** The data folder cannot be used. */
export class DataFolderError extends Error {
  override name = "DataFolderError" as const;
}

/** Mode of state files and journals: they hold tokens, so only their owner may read them. Windows ignores modes. */
export const privateFile = 0o600;
const privateFolder = 0o700;

/**
 * Creates a folder with mode 700, and missing parent folders. An existing folder keeps its mode. Node's recursive mkdir
 * is not used, because it never ends where a parent cannot be created, such as in /proc.
 */
export async function makeFolder(folder: string, mode = privateFolder): Promise<void> {
  const path = resolve(folder);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return;
  if (found !== undefined) throw new DataFolderError(`${folder} is not a folder; choose another with --data`);
  if (dirname(path) !== path) await makeFolder(dirname(path), 0o777);
  await mkdir(path, { mode }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw new DataFolderError(`creating the folder ${folder} failed: ${error.message}`);
  });
  await syncFolder(dirname(path)).catch(() => undefined); // An unreadable folder cannot be synced.
}

/** Adds a .gitignore, so that no token gets into git, unless the folder has one already. */
export async function ignoreInGit(folder: string): Promise<void> {
  await writeFile(join(folder, ".gitignore"), "*\n", { flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
}
