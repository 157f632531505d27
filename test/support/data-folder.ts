import { readdir } from "node:fs/promises";

/** Returns the sorted names of all files except the lock and .gitignore. */
export async function filesOfSandboxes(data: string): Promise<readonly string[]> {
  return (await readdir(data)).filter((name) => name !== ".gitignore" && !/^lock\b/.test(name)).sort();
}
