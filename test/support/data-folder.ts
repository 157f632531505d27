import { readdir } from "node:fs/promises";

/** The names of state files and journals, and of files that a test put there, in order. */
export async function filesOfSandboxes(data: string): Promise<readonly string[]> {
  return (await readdir(data)).filter((name) => name !== ".gitignore" && !/^lock\b/.test(name)).sort();
}
