/** Files that a head names are on the disk before it, also without --durable. */

import type { FileHandle } from "node:fs/promises";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { fileHandles } from "../../../support/file-handles.js";
import { addTemplates, forkInfo, infoOf, openStore, recordsFor } from "../../../support/store.js";
import { temporaryFolder } from "../../../support/temporary-folder.js";

/** Returns the ids of all files that are synced from now on. */
async function syncedFiles(): Promise<ReadonlySet<number>> {
  const synced = new Set<number>();
  const spy = vi.spyOn(await fileHandles(), "datasync").mockImplementation(async function (this: FileHandle) {
    synced.add((await this.stat()).ino);
  });
  onTestFinished(() => spy.mockRestore());
  return synced;
}

/** Opens a store with a sandbox whose journal the operating system may not have written yet. */
async function setup() {
  const data = await temporaryFolder();
  const { store, close } = await openStore(data, { durable: false });
  await store.createSandbox(infoOf("a"), recordsFor("a"));
  await addTemplates(store, "a", "first");
  const journalOf = async (id: string) => {
    const names = (await readdir(data)).filter((name) => name.startsWith(id) && name.endsWith(".journal"));
    expect(names).toHaveLength(1);
    return (await stat(join(data, String(names[0])))).ino;
  };
  return { store, close, journalOf, synced: await syncedFiles() };
}

test("a fork syncs the journal of its source", async () => {
  const { store, journalOf, synced } = await setup();
  await store.fork("a", "now", forkInfo("fork"));
  expect(synced).toContain(await journalOf("fork"));
});

test("compaction syncs the journal that a snapshot needs", async () => {
  const { store, close, journalOf, synced } = await setup();
  await store.snapshot("a", { name: "s", createdAt: infoOf("a").createdAt }, { count: 1, bytes: 1e9 });
  await addTemplates(store, "a", "second");
  await close();
  expect(synced).toContain(await journalOf("a"));
});
