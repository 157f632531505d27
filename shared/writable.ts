import { lstat, mkdir, open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { UsageError } from "./usage-error.js";

const writeProblems: Readonly<Record<string, string>> = {
  ENOENT: "no such folder",
  EISDIR: "it is a folder",
  EEXIST: "its folder is a file",
  ENOTDIR: "its folder is a file",
};

/** Creates an error handler for writing the file of an option. It throws UsageError. */
export const notWritable =
  (option: string, file: string) =>
  ({ code, message }: NodeJS.ErrnoException): never => {
    throw new UsageError(`--${option} ${file} cannot be written: ${writeProblems[code ?? ""] ?? message}`);
  };

/**
 * Creates the folder of a file and checks, before the work, that the file can be written. Its content is unchanged.
 * Throws UsageError.
 */
export async function ensureWritable(option: string, file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true }).catch(notWritable(option, file));
  const before = await lstat(file).catch(() => undefined); // If it is missing, open() below reports why.
  const handle = await open(file, "a").catch(notWritable(option, file));
  await handle.close();
  if (before === undefined) await rm(file);
}
