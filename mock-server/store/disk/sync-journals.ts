import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { filesOf } from "./file-names.js";
import type { Base } from "./head.js";
import { isUsed } from "./layout.js";

/**
 * Syncs the journals of bases that a head is about to name. Without --durable only the operating system may have their
 * last lines, and after a power cut the head would name states that no file has.
 */
export async function syncJournals(folder: string, id: string, bases: readonly Base[]): Promise<void> {
  if (bases.length === 0) return;
  const journals = filesOf(id, await readdir(folder)).filter((file) => file.kind === "journal" && isUsed(file, bases));
  for (const { name } of journals) {
    const handle = await open(join(folder, name), "r+");
    try {
      await handle.datasync();
    } finally {
      await handle.close();
    }
  }
}
