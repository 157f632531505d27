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
      throw new DamagedFile(this.#file, `is no JSON: ${(error as Error).message}`);
    }
  }

  async write(data: T): Promise<void> {
    const text = `${JSON.stringify(data, null, 1)}\n`;
    await writeFileAtomic(this.#file, text);
    this.bytes = Buffer.byteLength(text);
  }
}
