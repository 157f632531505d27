import { readFile } from "node:fs/promises";
import type { Adapter } from "lowdb";
import writeFileAtomic from "write-file-atomic";
import { DamagedFile } from "./journal.js";

/**
 * A lowdb adapter for one JSON file that is there as a whole or not at all, also after a power cut. Only a file
 * that does not exist counts as empty; one that cannot be read is damage, never an empty database.
 */
export class SnapshotFile<T> implements Adapter<T> {
  readonly #file: string;

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
    try {
      return JSON.parse(text) as T;
    } catch (error) {
      throw new DamagedFile(this.#file, `is no JSON: ${(error as Error).message}`);
    }
  }

  async write(data: T): Promise<void> {
    await writeFileAtomic(this.#file, `${JSON.stringify(data, null, 1)}\n`);
  }
}
