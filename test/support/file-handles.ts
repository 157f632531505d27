import type { FileHandle } from "node:fs/promises";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** Returns the prototype of all file handles, whose functions tests replace. */
export async function fileHandles(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), "luna-handle-"));
  const handle = await open(join(folder, "file"), "w");
  await handle.close();
  await rm(folder, { recursive: true });
  return Object.getPrototypeOf(handle) as FileHandle;
}

/** Returns an error of the file system. */
export const diskError = (code: string): NodeJS.ErrnoException =>
  Object.assign(new Error(`${code}: injected`), { code });

const beginsJournal = /^[\da-f]{8} [\da-f]{8} /;

type Written = Promise<{ readonly bytesWritten: number }>;
type Write = (this: FileHandle, bytes: Uint8Array | string, offset?: number) => Written;

/**
 * Passes all writes of journals to `intercept` until the test ends, or until the returned function is called. `write`
 * is the real write.
 */
export async function interceptJournalWrites(
  intercept: (bytes: Uint8Array, write: (bytes: Uint8Array) => Written) => Written,
): Promise<() => void> {
  const handles = await fileHandles();
  const original = handles.write as unknown as Write;
  const replaced: Write = function (bytes, offset) {
    if (typeof bytes === "string" || !beginsJournal.test(Buffer.from(bytes.subarray(0, 18)).toString("latin1")))
      return original.call(this, bytes, offset);
    return intercept(bytes.subarray(offset), (part) => original.call(this, part));
  };
  const restore = () => void Object.defineProperty(handles, "write", { value: original });
  Object.defineProperty(handles, "write", { value: replaced, configurable: true, writable: true });
  onTestFinished(restore);
  return restore;
}
