import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Low } from "lowdb";
import type { StoredSandbox } from "../memory/persistence.js";
import type { SandboxInfo, SandboxRecords } from "../port.js";
import { DamagedFileError } from "./damaged-file.js";
import { fileIdOf } from "./file-id.js";
import type { StateReadOptions } from "./read-state-file.js";
import { StateFileAdapter } from "./state-file-adapter.js";

/** A sandbox as its state file has it. */
export interface PersistedState {
  readonly info: SandboxInfo;
  readonly records: SandboxRecords;
  /** Number of the last transaction in the records; undefined for records that no server has written. */
  readonly journal: number | undefined;
}

export interface StateFileOptions extends StateReadOptions {
  readonly encode: (state: PersistedState) => object;
  /** Throws if the value is not the state of a sandbox. */
  readonly decode: (value: unknown, id: string) => PersistedState;
}

/** The state file of one sandbox. Its database is a lowdb `Low`, whose data is set only during a read or write. */
export class StateFile {
  readonly #file: string;
  readonly #id: string;
  readonly #options: StateFileOptions;
  readonly #adapter: StateFileAdapter;
  readonly #database: Low<object>;
  /** Identifies the file as this server read or wrote it; undefined during a write. */
  #fileId: string | undefined;

  constructor(folder: string, id: string, options: StateFileOptions) {
    this.#file = join(folder, `${id}.json`);
    this.#id = id;
    this.#options = options;
    this.#adapter = new StateFileAdapter(this.#file, options);
    this.#database = new Low<object>(this.#adapter, {});
  }

  /** Reads the file. `isCurrent` is false for a file that must be rewritten. Throws DamagedFileError. */
  async read(): Promise<{ readonly state: PersistedState; readonly bytes: number; readonly isCurrent: boolean }> {
    await this.#database.read();
    this.#fileId = fileIdOf(this.#file);
    const state = this.#decode(this.#takeData(), "is not the state of a sandbox");
    const { id } = state.info;
    if (id !== this.#id) {
      const advice = `move ${this.#id}.json out of the folder`;
      throw new DamagedFileError(this.#file, `holds sandbox ${id}, not ${this.#id}`, advice);
    }
    return { state, bytes: this.#adapter.bytes, isCurrent: this.#adapter.isChecked };
  }

  /** Returns the data of the database and empties it: the tables in memory hold the records. */
  #takeData(): object {
    const { data } = this.#database;
    this.#database.data = {};
    return data;
  }

  #decode(value: unknown, damage: string): PersistedState {
    try {
      return this.#options.decode(value, this.#id);
    } catch (error) {
      throw new DamagedFileError(this.#file, `${damage}: ${(error as Error).message}`);
    }
  }

  /** Returns the content of the file for a sandbox after its transaction `journal`. */
  encode({ info, tables }: Pick<StoredSandbox, "info" | "tables">, journal: number): object {
    return this.#options.encode({ info, records: tables.records(), journal });
  }

  /** Throws DamagedFileError if journals left an invalid state, which must not replace the good file. */
  ensureReadable(stored: Pick<StoredSandbox, "info" | "tables">, journal: number): void {
    this.#decode(this.encode(stored, journal), "and its journals do not fit together");
  }

  /** Throws if another server has loaded and saved the sandbox, which writes a new file. */
  ensureUntouched(): void {
    if (this.#fileId !== undefined && this.#fileId !== fileIdOf(this.#file))
      throw new Error(`another process has changed ${this.#id}.json`);
  }

  /** Writes the file and returns its size in bytes. Throws FileTooLargeError if that is more than `maxBytes`. */
  async write(data: object, maxBytes = Number.POSITIVE_INFINITY): Promise<number> {
    this.#fileId = undefined;
    this.#adapter.maxBytes = maxBytes;
    this.#database.data = data;
    try {
      await this.#database.write();
    } finally {
      this.#takeData();
    }
    this.#fileId = fileIdOf(this.#file);
    return this.#adapter.bytes;
  }

  /** Deletes the new file if its folder could not be synced. */
  async discard(): Promise<void> {
    if (this.#adapter.bytes > 0) await rm(this.#file, { force: true }).catch(() => undefined);
  }
}
