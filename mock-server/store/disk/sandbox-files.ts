import { stat } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { GetSandbox, StoredSandbox } from "../memory/persistence.js";
import { Tables } from "../memory/tables.js";
import { type Change, StoreFullError, StoreUnavailableError } from "../port.js";
import { Retry } from "../retry.js";
import { SerialQueue } from "../serial-queue.js";
import { beginDelete, deleteJournals, finishDelete } from "./delete-files.js";
import { asStoreError } from "./disk-error.js";
import { numberOf } from "./file-names.js";
import { FileSizes, type SizeOptions } from "./file-sizes.js";
import { Journal } from "./journal.js";
import { replayJournals } from "./replay.js";
import { StateFile, type StateFileOptions } from "./state-file.js";
import { FileTooLargeError } from "./state-file-adapter.js";
import { syncFolder } from "./sync-folder.js";

export interface FilesOptions extends StateFileOptions, SizeOptions {
  /** Whether a response waits until its change is on the disk. */
  readonly durable: boolean;
  /** Throws if another process may have had the folder; its files must not be changed then. */
  readonly ensureHeld?: () => Promise<void>;
}

/**
 * The files of one sandbox: its state file `<id>.json`, which lowdb reads and writes, and journals
 * `<id>.<generation>.journal` with the transactions since. The state file names its last transaction. Journal lines up
 * to that number are ignored, so a journal may be deleted late.
 */
export class SandboxFiles {
  readonly #folder: string;
  readonly #id: string;
  readonly #options: FilesOptions;
  readonly #getSandbox: GetSandbox;
  readonly #state: StateFile;
  readonly #sizes: FileSizes;
  readonly #retry = new Retry(() => this.#turns.run(() => this.#repair()));
  /** Serializes all work on the files. */
  readonly #turns = new SerialQueue();
  #journal: Journal;
  #generation: number;
  /** Number of the last transaction in the state file; -1 without a usable state file. */
  #saved = -1;
  #isCompacting = false;
  #isGone = false;
  /** Why the last write of the state file failed; undefined if it succeeded. */
  #failure: Error | undefined;

  constructor(folder: string, id: string, options: FilesOptions, getSandbox: GetSandbox, generation = 1) {
    this.#folder = folder;
    this.#id = id;
    this.#options = options;
    this.#getSandbox = getSandbox;
    this.#generation = generation;
    this.#state = new StateFile(folder, id, options);
    this.#sizes = new FileSizes(options);
    this.#journal = this.#newJournal();
  }

  /** Reads the files of a sandbox and changes none of them. Throws DamagedFileError. */
  static async load(
    folder: string,
    id: string,
    options: FilesOptions,
    getSandbox: GetSandbox,
    journals: readonly string[],
  ): Promise<{ readonly files: SandboxFiles; readonly persisted: StoredSandbox }> {
    const files = new SandboxFiles(folder, id, options, getSandbox, numberOf(journals.at(-1)) + 1);
    return { files, persisted: await files.#load(journals) };
  }

  /** Why changes are refused or the state file is out of date; undefined if all is well. */
  get failure(): Error | undefined {
    return this.#journal.failure ?? this.#failure;
  }

  async #load(journals: readonly string[]): Promise<StoredSandbox> {
    const { state, bytes, isCurrent } = await this.#state.read();
    const { info, records, journal = 0 } = state;
    this.#sizes.setState(bytes, 0);
    const paths = journals.map((name) => join(this.#folder, name));
    const { tables, last } = await replayJournals(paths, Tables.of(records), journal, this.#options.warn);
    this.#journal = this.#newJournal(last);
    if (journals.length > 0) this.#state.ensureReadable({ info, tables }, last);
    else if (isCurrent) this.#saved = last;
    for (const path of paths) this.#sizes.addLine((await stat(path)).size);
    return { info, origin: tables.fork(), tables, version: last, snapshots: new Map(), faults: [] };
  }

  /**
   * Writes a loaded sandbox, unless its state file is current. A full disk does not stop the start: the journals have
   * all changes, and the write is retried later.
   */
  async saveLoaded(persisted: StoredSandbox): Promise<void> {
    try {
      await this.#turns.run(() => this.#saveUnlessSaved(() => persisted));
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      this.#options.warn(`${error.message}; the journals are kept until a retry succeeds`);
      this.#retry.later();
    }
  }

  /** Throws if another server has loaded and saved the sandbox. */
  ensureUntouched(): void {
    this.#state.ensureUntouched();
  }

  #newJournal(last = 0): Journal {
    const { durable, warn, ensureHeld } = this.#options;
    const failed = (error: Error) => {
      warn(`${error.message}; changes of sandbox ${this.#id} are refused until a retry succeeds`);
      this.#retry.later();
    };
    const reserve = (bytes: number) => {
      if (!this.#sizes.hasRoom(bytes)) throw this.#full();
      this.#sizes.addLine(bytes);
    };
    return new Journal(this.#journalPath(), { durable, last, reserve, failed, ...(ensureHeld && { ensureHeld }) });
  }

  #journalPath(): string {
    return join(this.#folder, `${this.#id}.${this.#generation}.journal`);
  }

  /**
   * Adds the changes of a transaction to the journal, or throws. The promise, if any, resolves when they are on the
   * disk. Without changes it resolves when everything that the transaction read is on the disk.
   */
  commit(changes: readonly Change[]): Promise<void> | undefined {
    if (changes.length === 0) return this.#journal.pending();
    if (this.#journal.failure !== undefined) this.#retry.now();
    const persisted = this.#addLine(changes);
    if (this.#sizes.needCompaction) this.#compact();
    return persisted;
  }

  #addLine(changes: readonly Change[]): Promise<void> | undefined {
    try {
      return this.#journal.add(changes);
    } catch (error) {
      // The line is longer than a string can be.
      throw error instanceof RangeError ? this.#full() : error;
    }
  }

  /** Returns the error of a change for which there is no room, and starts a compaction if that frees some. */
  #full(): StoreFullError {
    if (this.#sizes.canShrink) this.#compact();
    return new StoreFullError(this.#id, this.#sizes.maxMebibytes);
  }

  /** Writes the state file in the background, which empties the journal. */
  #compact(): void {
    // After a failure the retry does it.
    if (this.#isCompacting || this.#failure !== undefined) return;
    this.#isCompacting = true;
    const done = () => {
      this.#isCompacting = false;
    };
    this.save()
      .catch((error: Error) => this.#options.warn(error.message))
      .then(done);
  }

  /** Writes the state file, unless it is current. */
  save(): Promise<void> {
    return this.#turns.run(() => this.#saveUnlessSaved(this.#getSandbox));
  }

  async #saveUnlessSaved(getSandbox: GetSandbox): Promise<void> {
    if (this.#failure !== undefined || this.#saved !== this.#journal.last) await this.#save(getSandbox);
  }

  /** Writes a new sandbox. If that fails, no file of it is left for the next start. */
  async create(persisted: StoredSandbox): Promise<void> {
    try {
      await this.replace(persisted);
    } catch (error) {
      await this.#state.discard();
      throw error;
    }
  }

  /** Writes a sandbox whose records are all replaced. */
  replace(persisted: StoredSandbox): Promise<void> {
    return this.#turns.run(() => this.#save(() => persisted, this.#sizes.maxFileBytes));
  }

  /** Retries failed writes. */
  async #repair(): Promise<void> {
    // Files that another program writes to are left alone.
    if (this.#isGone || this.failure === undefined || this.#journal.isForeign) return;
    if (this.#journal.failure !== undefined && !this.#journal.isDeleted) await this.#journal.retry();
    if (this.failure !== undefined) await this.#save(this.#getSandbox);
    this.#options.warn(`sandbox ${this.#id} is written again`);
  }

  /**
   * Writes the state file and deletes the journals before it. Throws StoreFullError for a file of more than `maxBytes`;
   * without a limit everything in memory is written.
   */
  async #save(getSandbox: GetSandbox, maxBytes?: number): Promise<void> {
    if (this.#isGone) return;
    try {
      await this.#write(getSandbox, maxBytes);
      this.#failure = undefined;
    } catch (error) {
      if (error instanceof FileTooLargeError) throw new StoreFullError(this.#id, this.#sizes.maxMebibytes);
      this.#failure = asStoreError(`writing ${this.#id}.json failed`, error);
      // A sandbox without a state file was refused.
      if (this.#saved >= 0) this.#retry.later();
      throw this.#failure;
    }
    await deleteJournals(this.#folder, this.#id, this.#generation).catch((error: Error) => {
      // Its lines are ignored, because the state file names its last transaction.
      this.#options.warn(`deleting an old journal of ${this.#id} failed: ${error.message}`);
    });
  }

  async #write(getSandbox: GetSandbox, maxBytes: number | undefined): Promise<void> {
    if (this.#journal.isForeign) throw this.#journal.failure;
    this.#generation += 1;
    // A failed journal takes no lines: the state file has all of them. Failed changes are undone first.
    const failed = this.#journal.failure !== undefined;
    await (failed ? setImmediate() : this.#journal.moveTo(this.#journalPath()));
    // No await from here to encode(): the tables must hold exactly the transactions of the old journals.
    const persisted = getSandbox(this.#id);
    if (persisted === undefined) return;
    const { last } = this.#journal;
    const { lines } = this.#sizes;
    const data = this.#state.encode(persisted, last);
    // A change that is undone because its write failed must not come back with the state file.
    if (!failed) await this.#journal.pending();
    await this.#options.ensureHeld?.();
    this.#sizes.setState(await this.#state.write(data, maxBytes), lines);
    this.#saved = last;
    if (failed) await this.#journal.restart(this.#journalPath());
  }

  delete(): Promise<void> {
    return this.#turns.run(async () => {
      await this.#options.ensureHeld?.();
      if (this.#journal.isForeign) throw this.#journal.failure;
      await beginDelete(this.#folder, this.#id).catch((error) => {
        throw asStoreError(`deleting ${this.#id}.json failed`, error);
      });
      this.#isGone = true;
      try {
        await syncFolder(this.#folder);
        await this.#journal.abandon();
        await finishDelete(this.#folder, this.#id);
      } catch (error) {
        this.#options.warn(`deleting all files of sandbox ${this.#id} failed: ${(error as Error).message}`);
      }
    });
  }

  /** Resolves when all changes are on the disk. */
  async flush(): Promise<void> {
    await this.#journal.flush();
  }

  /** Writes the state file and closes the journal. */
  async close(): Promise<void> {
    this.#retry.stop();
    try {
      await this.save();
    } finally {
      await this.#journal.close();
    }
  }
}

/** Some changes could not be written; the message names them. */
export class UnsavedChangesError extends Error {
  override name = "UnsavedChangesError" as const;
}
