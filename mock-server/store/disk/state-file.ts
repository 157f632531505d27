import { basename } from "node:path";
import { Low } from "lowdb";
import { DamagedFileError } from "./damaged-file.js";
import { fileIdOf } from "./file-names.js";
import type { StateReadOptions } from "./read-state-file.js";
import { StateFileAdapter } from "./state-file-adapter.js";

export interface WriteOptions {
  /** Maximum size in bytes. */
  readonly maxBytes?: number | undefined;
  /** Called when the new content is on the disk, before it gets the name of the file. */
  readonly beforeRename?: (() => Promise<void>) | undefined;
}

/** A head or a base. Its database is a lowdb `Low`, whose data is set only during a read or write. */
export class StateFile {
  readonly path: string;
  readonly #adapter: StateFileAdapter;
  readonly #database: Low<object>;
  /** Identifies the file as this server read or wrote it; undefined during a write. */
  #fileId: string | undefined;

  constructor(path: string, options: StateReadOptions) {
    this.path = path;
    this.#adapter = new StateFileAdapter(path, options);
    this.#database = new Low<object>(this.#adapter, {});
  }

  /** Size in bytes after the last read or write. */
  get bytes(): number {
    return this.#adapter.bytes;
  }

  /** Reads the file. `isCurrent` is false for a file that must be rewritten. Throws DamagedFileError. */
  async read(): Promise<{ readonly value: object; readonly isCurrent: boolean }> {
    const empty = {};
    this.#database.data = empty;
    await this.#database.read();
    this.#fileId = fileIdOf(this.path);
    const value = this.#takeData();
    if (value === empty) throw new DamagedFileError(this.path, "is missing");
    return { value, isCurrent: this.#adapter.isChecked };
  }

  /** Returns the data of the database and empties it: the tables in memory hold the records. */
  #takeData(): object {
    const { data } = this.#database;
    this.#database.data = {};
    return data;
  }

  /** Throws if another server has loaded and saved the sandbox, which writes a new file. */
  ensureUntouched(): void {
    if (this.#fileId !== undefined && this.#fileId !== fileIdOf(this.path))
      throw new Error(`another process has changed ${basename(this.path)}`);
  }

  /** Writes the file. Throws FileTooLargeError. */
  async write(data: object, { maxBytes = Number.POSITIVE_INFINITY, beforeRename }: WriteOptions = {}): Promise<void> {
    this.#fileId = undefined;
    Object.assign(this.#adapter, { maxBytes, beforeRename });
    this.#database.data = data;
    try {
      await this.#database.write();
    } finally {
      this.#takeData();
      // It would keep the tables of a fork's source in memory.
      this.#adapter.beforeRename = undefined;
    }
    this.#fileId = fileIdOf(this.path);
  }
}
