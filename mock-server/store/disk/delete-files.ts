import { readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { StoreUnavailableError } from "../port.js";
import { deleted, halfWritten, journalsOf, numberOf } from "./file-names.js";
import { syncFolder } from "./sync-folder.js";

/** Marks a sandbox as deleted in one step, so that a crash leaves all of it or nothing. */
export const beginDelete = (folder: string, id: string): Promise<void> =>
  rename(join(folder, `${id}.json`), join(folder, id + deleted));

/** Deletes the files of a sandbox that is marked as deleted. */
export async function finishDelete(folder: string, id: string): Promise<void> {
  const names = await readdir(folder);
  if (!names.includes(id + deleted)) return;
  for (const name of journalsOf(id, names)) await rm(join(folder, name));
  // A power cut must not leave journals without the file that marks them as deleted.
  await syncFolder(folder);
  await rm(join(folder, id + deleted));
  await syncFolder(folder);
}

/** Deletes the journals of a sandbox before a generation. Its state file has their changes. */
export async function deleteJournals(folder: string, id: string, generation: number): Promise<void> {
  const old = journalsOf(id, await readdir(folder)).filter((name) => numberOf(name) < generation);
  for (const name of old) await rm(join(folder, name));
  if (old.length > 0) await syncFolder(folder);
}

/** Deletes the files of a damaged sandbox; each may be missing. Throws StoreUnavailableError for a folder. */
export async function deleteFiles(folder: string, id: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.map(({ name }) => name);
  const journals = journalsOf(id, names);
  const ofSandbox = new Set([`${id}.json`, `${id}.json${halfWritten}`, ...journals]);
  const isFolder = entries.find((entry) => entry.isDirectory() && ofSandbox.has(entry.name));
  if (isFolder !== undefined)
    throw new StoreUnavailableError(`${isFolder.name} must be a file, got a folder; remove it by hand`, 503);
  await rm(join(folder, `${id}.json${halfWritten}`), { force: true });
  if (names.includes(`${id}.json`)) {
    await beginDelete(folder, id);
    await syncFolder(folder);
    await finishDelete(folder, id);
  } else for (const name of journals) await rm(join(folder, name));
}
