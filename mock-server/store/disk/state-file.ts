import { join } from "node:path";
import { Low } from "lowdb";
import type { StoredSandbox } from "../memory/store.js";
import { recordsIn } from "../memory/tables.js";
import type { SandboxInfo, SandboxRecords } from "../port.js";
import { DamagedFileError } from "./damaged-file.js";
import { fileIdOf } from "./file-id.js";
import type { StateReadOptions } from "./read-snapshot.js";
import { SnapshotFile } from "./snapshot-file.js";

/** A sandbox as its file has it: its records in the format of fixtures, and what the server remembers beside them. */
export interface Snapshot {
  readonly info: SandboxInfo;
  readonly records: SandboxRecords;
  /** The last transaction that the records hold; undefined for records that no server has written. */
  readonly journal: number | undefined;
}

export interface StateFileOptions extends StateReadOptions {
  readonly encode: (snapshot: Snapshot) => object;
  /** Throws if the value is no snapshot. */
  readonly decode: (value: unknown, id: string) => Snapshot;
}

/** The state file of one sandbox, which lowdb reads and writes. */
export class StateFile {
  readonly #file: string;
  readonly #id: string;
  readonly #options: StateFileOptions;
  /** Identifies the file as this server read or wrote it; undefined while it is being written. */
  #fileId: string | undefined;

  constructor(folder: string, id: string, options: StateFileOptions) {
    this.#file = join(folder, `${id}.json`);
    this.#id = id;
    this.#options = options;
  }

  /** Reads the file. `isCurrent` is false for one that must be written anew. Throws DamagedFileError. */
  async read(): Promise<{ readonly snapshot: Snapshot; readonly bytes: number; readonly isCurrent: boolean }> {
    const adapter = new SnapshotFile(this.#file, this.#options);
    const low = new Low<object>(adapter, {});
    await low.read();
    this.#fileId = fileIdOf(this.#file);
    const snapshot = this.#decode(low.data, "is not the state of a sandbox");
    const { id } = snapshot.info;
    if (id !== this.#id) {
      const advice = `Move ${this.#id}.json out of the folder`;
      throw new DamagedFileError(this.#file, `holds the sandbox ${id}, not ${this.#id}`, advice);
    }
    return { snapshot, bytes: adapter.bytes, isCurrent: adapter.isChecked };
  }

  #decode(value: unknown, damage: string): Snapshot {
    try {
      return this.#options.decode(value, this.#id);
    } catch (error) {
      throw new DamagedFileError(this.#file, `${damage}: ${(error as Error).message}`);
    }
  }

  /** Returns the content of the file for a sandbox after its transaction `journal`. */
  encode({ info, tables }: StoredSandbox, journal: number): object {
    return this.#options.encode({ info, records: recordsIn(tables), journal });
  }

  /** Refuses what a journal made of a sandbox if it is no state any more: it must not replace the good file. */
  ensureReadable(persisted: StoredSandbox, journal: number): void {
    this.#decode(this.encode(persisted, journal), "and its journals do not fit together");
  }

  /** Throws if another server has loaded and saved the sandbox, which writes a new file. */
  ensureUntouched(): void {
    if (this.#fileId !== undefined && this.#fileId !== fileIdOf(this.#file))
      throw new Error(`another process has changed ${this.#id}.json`);
  }

  /** Writes the file and returns its size. Throws FileTooLargeError if that is more than `maxBytes` bytes. */
  async write(data: object, maxBytes: number | undefined): Promise<number> {
    const adapter = new SnapshotFile(this.#file, this.#options, maxBytes);
    const low = new Low<object>(adapter, {});
    low.data = data;
    this.#fileId = undefined;
    await low.write();
    this.#fileId = fileIdOf(this.#file);
    return adapter.bytes;
  }
}
