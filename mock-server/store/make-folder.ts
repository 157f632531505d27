import { mkdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";

/** The data folder cannot be used. */
export class CannotOpen extends Error {
  override name = "CannotOpen" as const;
}

/**
 * Makes a folder, with those above it if need be. One by one, because Node's own recursive way never ends where a
 * folder above cannot be made (/proc is such a place).
 */
export async function makeFolder(folder: string): Promise<void> {
  const path = resolve(folder);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return;
  if (found !== undefined) throw new CannotOpen(`${folder} is not a folder: choose another with --data`);
  if (dirname(path) !== path) await makeFolder(dirname(path));
  await mkdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw new CannotOpen(`${folder} cannot be made: ${error.message}`);
  });
}
