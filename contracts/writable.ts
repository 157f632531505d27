import { lstat, open, rm } from "node:fs/promises";
import { UsageError } from "../command-line.js";

/** What to do with an error when a file that an option names is written. */
export const notWritable =
  (option: string, file: string) =>
  ({ code, message }: NodeJS.ErrnoException): never => {
    const why = code === "ENOENT" ? "there is no such folder" : code === "EISDIR" ? "it is a folder" : message;
    throw new UsageError(`--${option} ${file} cannot be written: ${why}`);
  };

/** Finds out before the work, not after it, whether a file can be written. Throws UsageError. What is in it stays. */
export async function ensureWritable(option: string, file: string): Promise<void> {
  const found = await lstat(file).catch(() => undefined); // Why it is not there, the attempt to open it says.
  const handle = await open(file, "a").catch(notWritable(option, file));
  await handle.close();
  if (found === undefined) await rm(file);
}
