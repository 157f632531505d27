import { lstat, mkdir, open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { UsageError } from "./usage-error.js";

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such folder",
  EISDIR: "it is a folder",
  EEXIST: "what should be its folder is a file",
  ENOTDIR: "what should be its folder is a file",
};

/** What to do with an error when a file that an option names is written. */
export const notWritable =
  (option: string, file: string) =>
  ({ code, message }: NodeJS.ErrnoException): never => {
    throw new UsageError(`--${option} ${file} cannot be written: ${reasons[code ?? ""] ?? message}`);
  };

/**
 * Finds out before the work, not after it, whether a file can be written, and makes its folder. Throws UsageError. What
 * is in the file stays.
 */
export async function ensureWritable(option: string, file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true }).catch(notWritable(option, file));
  const found = await lstat(file).catch(() => undefined); // Why it is not there, the attempt to open it says.
  const handle = await open(file, "a").catch(notWritable(option, file));
  await handle.close();
  if (found === undefined) await rm(file);
}
