import { readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { StoreUnavailableError } from "../port.js";
import { deleted, filesOf, halfWritten, headName } from "./file-names.js";
import type { Base } from "./head.js";
import { isUsed } from "./layout.js";
import { syncFolder } from "./sync-folder.js";

/** Marks a sandbox as deleted in one step, so that a crash leaves all of it or nothing. */
export const beginDelete = (folder: string, id: string): Promise<void> =>
  rename(join(folder, headName(id)), join(folder, id + deleted));

/** Deletes the files of a sandbox that is marked as deleted. */
export const finishDelete = (folder: string, id: string): Promise<void> => deleteMarked(folder, id, id + deleted);

/** Deletes the files of a sandbox whose creation was interrupted before its head had its name. */
export async function undoCreation(folder: string, id: string): Promise<void> {
  const names = await readdir(folder);
  if (!names.includes(headName(id))) await deleteMarked(folder, id, headName(id) + halfWritten);
}

/** Deletes all files of a sandbox whose head is called `marker`. Does nothing without it. */
async function deleteMarked(folder: string, id: string, marker: string): Promise<void> {
  const names = await readdir(folder);
  if (!names.includes(marker)) return;
  for (const { name } of filesOf(id, names)) await rm(join(folder, name));
  // A power cut must not leave files without their marker.
  await syncFolder(folder);
  await rm(join(folder, marker));
  await syncFolder(folder);
}

/** Deletes the bases and journals of a sandbox that no state needs any more. */
export async function deleteUnused(folder: string, id: string, bases: readonly Base[]): Promise<void> {
  const unused = filesOf(id, await readdir(folder)).filter((file) => !isUsed(file, bases));
  for (const { name } of unused) await rm(join(folder, name));
  if (unused.length > 0) await syncFolder(folder);
}

/** Deletes the files of a damaged sandbox; each may be missing. Throws StoreUnavailableError for a folder. */
export async function deleteFiles(folder: string, id: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.map(({ name }) => name);
  const head = headName(id);
  const numbered = filesOf(id, names).map(({ name }) => name);
  const ofSandbox = new Set([head, head + halfWritten, ...numbered]);
  const isFolder = entries.find((entry) => entry.isDirectory() && ofSandbox.has(entry.name));
  if (isFolder !== undefined)
    throw new StoreUnavailableError(`${isFolder.name} must be a file, got a folder; remove it by hand`, 503);
  await rm(join(folder, head + halfWritten), { force: true });
  if (names.includes(head)) {
    await beginDelete(folder, id);
    await syncFolder(folder);
    await finishDelete(folder, id);
  } else for (const name of numbered) await rm(join(folder, name));
}
