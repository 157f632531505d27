import type { FileHandle } from "node:fs/promises";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The prototype of all file handles, whose methods a test can replace. */
export async function fileHandles(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), "luna-handle-"));
  const handle = await open(join(folder, "file"), "w");
  await handle.close();
  await rm(folder, { recursive: true });
  return Object.getPrototypeOf(handle) as FileHandle;
}

/** An error as the file system gives it. */
export const diskError = (code: string): NodeJS.ErrnoException =>
  Object.assign(new Error(`${code}: injected`), { code });
