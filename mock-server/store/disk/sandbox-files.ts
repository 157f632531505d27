import { stat } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { StoredSandbox } from "../memory/store.js";
import { tablesOf } from "../memory/tables.js";
import { type Change, StoreFullError, StoreUnavailableError } from "../port.js";
import { Retry } from "../retry.js";
import { Steps } from "../steps.js";
import { beginDelete, deleteJournals, finishDelete } from "./delete-files.js";
import { asStoreError } from "./disk-error.js";
import { numberOf } from "./file-names.js";
import { FileSizes, type SizeOptions } from "./file-sizes.js";
import { Journal } from "./journal.js";
import { replayJournals } from "./replay.js";
import { FileTooLargeError } from "./snapshot-file.js";
import { StateFile, type StateFileOptions } from "./state-file.js";
import { syncFolder } from "./sync-folder.js";

export interface FilesOptions extends StateFileOptions, SizeOptions {
  /** An answer waits until its change is on the disk. */
  readonly durable: boolean;
  /** Throws if another process may have had the folder: its files must not be changed then. */
  readonly ensureHeld?: () => Promise<void>;
}

/**
 * The files of one sandbox: `<id>.json` is its state, which lowdb reads and writes, and beside it are the transactions
 * since, in journals `<id>.<generation>.journal`. A snapshot names the last transaction in it; journal lines up to that
 * one are passed over, so a journal may be deleted late.
 */
export class SandboxFiles {
  readonly #folder: string;
  readonly #id: string;
  readonly #options: FilesOptions;
  readonly #look: (id: string) => StoredSandbox | undefined;
  readonly #state: StateFile;
  readonly #sizes: FileSizes;
  readonly #retry = new Retry(() => this.#turns.run(() => this.#repair()));
  /** Work on the files is done one after the other. */
  readonly #turns = new Steps();
  #journal: Journal;
  #generation: number;
  /** The number of the last transaction in the snapshot; -1 if there is no snapshot to rely on. */
  #saved = -1;
  #isCompacting = false;
  #isGone = false;
  /** Why the last snapshot could not be written; undefined if it could. */
  #failure: Error | undefined;

  constructor(
    folder: string,
    id: string,
    options: FilesOptions,
    look: (id: string) => StoredSandbox | undefined,
    generation = 1,
  ) {
    this.#folder = folder;
    this.#id = id;
    this.#options = options;
    this.#look = look;
    this.#generation = generation;
    this.#state = new StateFile(folder, id, options);
    this.#sizes = new FileSizes(options);
    this.#journal = this.#newJournal();
  }

  /** Reads the files of a sandbox, and changes none. Throws DamagedFileError. */
  static async load(
    folder: string,
    id: string,
    options: FilesOptions,
    look: (id: string) => StoredSandbox | undefined,
    journals: readonly string[],
  ): Promise<{ readonly files: SandboxFiles; readonly persisted: StoredSandbox }> {
    const files = new SandboxFiles(folder, id, options, look, numberOf(journals.at(-1)) + 1);
    return { files, persisted: await files.#load(journals) };
  }

  /** What keeps the sandbox from being written; undefined if all is well. */
  get failure(): Error | undefined {
    return this.#journal.failure ?? this.#failure;
  }

  async #load(journals: readonly string[]): Promise<StoredSandbox> {
    const { snapshot, bytes, isCurrent } = await this.#state.read();
    const { info, records, journal = 0 } = snapshot;
    this.#sizes.setState(bytes, 0);
    const paths = journals.map((name) => join(this.#folder, name));
    const { tables, last } = await replayJournals(paths, tablesOf(records), journal, this.#options.warn);
    this.#journal = this.#newJournal(last);
    if (journals.length > 0) this.#state.ensureReadable({ info, tables }, last);
    else if (isCurrent) this.#saved = last;
    for (const path of paths) this.#sizes.addLine((await stat(path)).size);
    return { info, tables };
  }

  /**
   * Writes a sandbox that was loaded, unless its state file has all of it. A full disk does not stop the start: the
   * journals have all changes, and it is tried again later.
   */
  async saveLoaded(persisted: StoredSandbox): Promise<void> {
    try {
      await this.#turns.run(() => this.#saveUnlessSaved(() => persisted));
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      this.#options.warn(`${error.message}. It is tried again; until then its journals are persisted.`);
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
      warn(`${error.message}. Until it can be written, changes of sandbox ${this.#id} are refused.`);
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
   * Takes the changes of a transaction, or throws. The promise, if there is one, is done when they are on the disk;
   * without changes it says whether what was read is safely kept.
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
      // A line that no text can hold.
      throw error instanceof RangeError ? this.#full() : error;
    }
  }

  /** Returns the refusal of a change, and makes room for later ones if that is possible. */
  #full(): StoreFullError {
    if (this.#sizes.canShrink) this.#compact();
    return new StoreFullError(this.#id, this.#sizes.maxMebibytes);
  }

  /** Begins a new snapshot in the background. */
  #compact(): void {
    // After a failure the next attempt waits for its time.
    if (this.#isCompacting || this.#failure !== undefined) return;
    this.#isCompacting = true;
    const done = () => {
      this.#isCompacting = false;
    };
    this.save()
      .catch((error: Error) => this.#options.warn(error.message))
      .then(done);
  }

  /** Writes the sandbox as it is now, unless its snapshot has all. */
  save(): Promise<void> {
    return this.#turns.run(() => this.#saveUnlessSaved(this.#look));
  }

  async #saveUnlessSaved(look: (id: string) => StoredSandbox | undefined): Promise<void> {
    if (this.#failure !== undefined || this.#saved !== this.#journal.last) await this.#save(look);
  }

  /** Writes a sandbox that is new, or whose records are all replaced. */
  replace(persisted: StoredSandbox): Promise<void> {
    return this.#turns.run(() => this.#save(() => persisted, this.#sizes.maxFileBytes));
  }

  /** Tries again to write what could not be written. */
  async #repair(): Promise<void> {
    // Files that another program writes to are left alone.
    if (this.#isGone || this.failure === undefined || this.#journal.isForeign) return;
    if (this.#journal.failure !== undefined && !this.#journal.isDeleted) await this.#journal.retry();
    if (this.failure !== undefined) await this.#save(this.#look);
    this.#options.warn(`the sandbox ${this.#id} can be written again`);
  }

  /**
   * Writes the snapshot and deletes the journals that it makes superfluous. Throws StoreFullError for one that is larger
   * than `maxBytes` bytes; what is in memory already is always written.
   */
  async #save(look: (id: string) => StoredSandbox | undefined, maxBytes?: number): Promise<void> {
    if (this.#isGone) return;
    try {
      await this.#write(look, maxBytes);
      this.#failure = undefined;
    } catch (error) {
      if (error instanceof FileTooLargeError) throw new StoreFullError(this.#id, this.#sizes.maxMebibytes);
      this.#failure = asStoreError(`${this.#id}.json cannot be written`, error);
      // A sandbox that never had a snapshot is not made.
      if (this.#saved >= 0) this.#retry.later();
      throw this.#failure;
    }
    await deleteJournals(this.#folder, this.#id, this.#generation).catch((error: Error) => {
      // The snapshot says what it has, so one that stays is no harm.
      this.#options.warn(`a journal of ${this.#id} that is not needed any more is left: ${error.message}`);
    });
  }

  async #write(look: (id: string) => StoredSandbox | undefined, maxBytes: number | undefined): Promise<void> {
    if (this.#journal.isForeign) throw this.#journal.failure;
    this.#generation += 1;
    // A journal that has failed takes no lines: the snapshot has all of them. Changes that failed are undone first.
    const failed = this.#journal.failure !== undefined;
    await (failed ? setImmediate() : this.#journal.moveTo(this.#journalPath()));
    // Nothing waits until the snapshot has its tables: what went to the old journals is in this tables.
    const persisted = look(this.#id);
    if (persisted === undefined) return;
    const { last } = this.#journal;
    const { lines } = this.#sizes;
    const data = this.#state.encode(persisted, last);
    // What is undone because it could not be written must not come back with the snapshot.
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
        throw asStoreError(`${this.#id}.json cannot be deleted`, error);
      });
      this.#isGone = true;
      try {
        await syncFolder(this.#folder);
        await this.#journal.abandon();
        await finishDelete(this.#folder, this.#id);
      } catch (error) {
        this.#options.warn(`files of the deleted sandbox ${this.#id} are left: ${(error as Error).message}`);
      }
    });
  }

  /** Writes everything down and lets go of the files. */
  async close(): Promise<void> {
    this.#retry.stop();
    try {
      await this.save();
    } finally {
      await this.#journal.close();
    }
  }
}

/** Something could not be written; the message says what. */
export class UnsavedChangesError extends Error {
  override name = "UnsavedChangesError" as const;
}
