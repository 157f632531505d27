import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** Creates a temporary folder with files of JSON, text or bytes. */
export async function folderWith(files: Readonly<Record<string, unknown>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "luna-contracts-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, value] of Object.entries(files)) {
    await writeFile(
      join(folder, name),
      typeof value === "string" || Buffer.isBuffer(value) ? value : JSON.stringify(value),
    );
  }
  return folder;
}
