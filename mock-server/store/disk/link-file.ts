import { copyFile, link, open } from "node:fs/promises";

/** Error codes of file systems without hard links, and of files with too many of them. */
const noLink: ReadonlySet<string | undefined> = new Set([
  "EPERM",
  "ENOTSUP",
  "EOPNOTSUPP",
  "ENOSYS",
  "EXDEV",
  "EMLINK",
]);

/** Gives a file a second name, or copies it where the file system has no hard links. */
export async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!noLink.has((error as NodeJS.ErrnoException).code)) throw error;
    await copyFile(from, to);
    const handle = await open(to, "r+");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}
