/** File handles of deleted sandboxes. */
import type { FileHandle } from "node:fs/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { diskError, fileHandles } from "../support/file-handles.js";
import { addTemplates, infoOf, openStore, recordsFor } from "../support/store.js";
import { temporaryFolder } from "../support/temporary-folder.js";

test("deleting a sandbox closes its journal when the folder cannot be synced", async () => {
  const { store, warnings } = await openStore(await temporaryFolder());
  await store.createSandbox(infoOf("a"), recordsFor("a"));
  const handles = await fileHandles();
  const journals = new Set<FileHandle>();
  const datasync = vi.spyOn(handles, "datasync").mockImplementation(async function (this: FileHandle) {
    journals.add(this);
  });
  await addTemplates(store, "a", "first");
  const sync = vi.spyOn(handles, "sync").mockRejectedValue(diskError("EIO"));
  onTestFinished(() => {
    datasync.mockRestore();
    sync.mockRestore();
  });
  await store.deleteSandbox("a");
  expect(warnings).toEqual([expect.stringMatching(/^deleting all files of sandbox a failed: EIO/)]);
  expect([...journals].map(({ fd }) => fd)).toEqual([-1]);
});
