import { open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { Adapter } from "lowdb";
import { DamagedFile } from "./damaged-file.js";
import { halfWritten } from "./file-names.js";

/** Writes text to the disk, not only to the system. */
async function writeDown(file: string, text: string): Promise<void> {
  const handle = await open(file, "w");
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Writes the names of a folder to the disk, so that a rename outlives a power cut. */
async function writeDownNames(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * A lowdb adapter for one JSON file that is there as a whole or not at all, also after a power cut. Only a file
 * that does not exist counts as empty; one that cannot be read is damage, never an empty database.
 */
export class SnapshotFile<T> implements Adapter<T> {
  readonly #file: string;
  /** How large the file was when it was last read or written. */
  bytes = 0;

  constructor(file: string) {
    this.#file = file;
  }

  async read(): Promise<T | null> {
    let text: string;
    try {
      text = await readFile(this.#file, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
      throw new DamagedFile(this.#file, `cannot be read: ${(error as Error).message}`);
    }
    this.bytes = Buffer.byteLength(text);
    try {
      return JSON.parse(text) as T;
    } catch (error) {
      throw new DamagedFile(this.#file, `is not JSON: ${(error as Error).message}`);
    }
  }

  async write(data: T): Promise<void> {
    const text = `${JSON.stringify(data, null, 1)}\n`;
    // Beside the file first, so that it is there as a whole or not at all.
    const beside = this.#file + halfWritten;
    try {
      await writeDown(beside, text);
      await rename(beside, this.#file);
    } catch (error) {
      // On a full disk the journal can use the place.
      await rm(beside, { force: true });
      throw error;
    }
    await writeDownNames(dirname(this.#file));
    this.bytes = Buffer.byteLength(text);
  }
}
