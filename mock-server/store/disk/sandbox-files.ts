import { setImmediate } from "node:timers/promises";
import type { GetSandbox, JournalStep, StoredSandbox } from "../memory/persistence.js";
import { type Change, StoreFullError, StoreUnavailableError } from "../port.js";
import { Retry } from "../retry.js";
import { SerialQueue } from "../serial-queue.js";
import type { BaseFiles } from "./base-files.js";
import { beginDelete, finishDelete } from "./delete-files.js";
import { asStoreError } from "./disk-error.js";
import { headName } from "./file-names.js";
import { FileSizes, type SizeOptions } from "./file-sizes.js";
import { Journal } from "./journal.js";
import { beginOf } from "./layout.js";
import type { LoadedSandbox, LoadOptions } from "./load-sandbox.js";
import { FileTooLargeError } from "./state-file-adapter.js";
import { type OtherStep, type SaveOptions, type SharedFiles, StateFiles } from "./state-files.js";
import { syncFolder } from "./sync-folder.js";

export interface FilesOptions extends LoadOptions, SizeOptions {
  /** Whether a response waits until its change is on the disk. */
  readonly durable: boolean;
  /** Throws if another process may have had the folder; its files must not be changed then. */
  readonly ensureHeld?: () => Promise<void>;
}

/**
 * The files of one sandbox: its head `<id>.json`, bases `<id>.<generation>.base.json` with all records of a moment, and
 * journals `<id>.<generation>.journal` with the steps since. A base never changes, so other sandboxes may share it.
 * Compaction writes a new base, and deletes the files that neither the present state, the origin nor a snapshot needs.
 */
export class SandboxFiles {
  readonly #folder: string;
  readonly #id: string;
  readonly #options: FilesOptions;
  readonly #getSandbox: GetSandbox;
  readonly #states: StateFiles;
  readonly #sizes: FileSizes;
  readonly #retry = new Retry(() => this.#turns.run(() => this.#repair()));
  /** Serializes all work on the files except lines of transactions. */
  readonly #turns = new SerialQueue();
  #journal: Journal;
  /** Number of the last step when the files were written; -1 if they must be rewritten. */
  #saved = -1;
  #isCompacting = false;
  #isGone = false;
  /** Why the last write of a base or the head failed; undefined if it succeeded. */
  #failure: Error | undefined;

  constructor(folder: string, id: string, options: FilesOptions, baseFiles: BaseFiles, getSandbox: GetSandbox) {
    this.#folder = folder;
    this.#id = id;
    this.#options = options;
    this.#getSandbox = getSandbox;
    this.#states = new StateFiles(folder, id, options, baseFiles);
    this.#sizes = new FileSizes(options);
    this.#journal = this.#newJournal(0);
  }

  /** Continues the files of a loaded sandbox. */
  continue(loaded: LoadedSandbox): void {
    this.#states.continue(loaded);
    this.#sizes.setState(loaded.baseBytes, 0);
    this.#sizes.addLine(loaded.lineBytes);
    this.#journal = this.#newJournal(loaded.stored.version);
    if (loaded.isCurrent) this.#saved = beginOf(loaded.layout);
  }

  /** Why changes are refused or the files are out of date; undefined if all is well. */
  get failure(): Error | undefined {
    return this.#journal.failure ?? this.#failure;
  }

  /**
   * Deletes leftovers of a loaded sandbox, and rewrites files that no server of this version wrote. A full disk does not
   * stop the start: the files have all changes, and the write is retried later.
   */
  async saveLoaded(stored: StoredSandbox): Promise<void> {
    try {
      if (this.#saved < 0) await this.#turns.run(() => this.#save(() => stored));
      else await this.#deleteUnused();
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      this.#options.warn(`${error.message}; the journals are kept until a retry succeeds`);
      this.#retry.later();
    }
  }

  /** Throws if another server has loaded and saved the sandbox. */
  ensureUntouched(): void {
    this.#states.ensureUntouched();
  }

  #newJournal(last: number): Journal {
    const { durable, warn, ensureHeld } = this.#options;
    const failed = (error: Error) => {
      warn(`${error.message}; changes of sandbox ${this.#id} are refused until a retry succeeds`);
      this.#retry.later();
    };
    const reserve = (bytes: number) => {
      if (!this.#sizes.hasRoom(bytes)) throw this.#full();
      this.#sizes.addLine(bytes);
    };
    return new Journal(this.#states.journalPath, { durable, last, reserve, failed, ...(ensureHeld && { ensureHeld }) });
  }

  /**
   * Adds a step to the journal, or throws. The promise, if any, resolves when it is on the disk. Without changes it
   * resolves when everything that the transaction read is on the disk.
   */
  commit(step: JournalStep): Promise<void> | undefined {
    const isChange = "changes" in step;
    if (isChange && step.changes.length === 0) return this.#journal.pending();
    if (this.#journal.failure !== undefined) this.#retry.now();
    const persisted = isChange ? this.#addLine(step.changes) : this.#turns.run(() => this.#addStep(step));
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

  async #addStep(step: OtherStep): Promise<void> {
    const from = this.#states.restoredBy(step);
    if ("restored" in step || "reset" in step) {
      if (from === undefined) throw new Error(`sandbox ${this.#id} has no files of the restored state`);
      await this.#journal.addStep({ ...step, from });
      if (this.#sizes.restart()) this.#compact();
    } else await this.#journal.addStep(step);
    this.#states.addStep(step, this.#journal.last, from);
  }

  /** Returns the error of a change for which there is no room, and starts a compaction if that frees some. */
  #full(): StoreFullError {
    if (this.#sizes.canShrink) this.#compact();
    return new StoreFullError(this.#id, this.#sizes.maxMebibytes);
  }

  /** Writes a base in the background, which empties the journal. */
  #compact(): void {
    // After a failure the retry does it.
    if (this.#isCompacting || this.#failure !== undefined) return;
    this.#isCompacting = true;
    const done = () => {
      this.#isCompacting = false;
    };
    this.#saveChanges()
      .catch((error: Error) => this.#options.warn(error.message))
      .then(done);
  }

  /** Writes a base, unless it is current. */
  #saveChanges(): Promise<void> {
    return this.#turns.run(async () => {
      if (this.#failure !== undefined || this.#saved !== this.#journal.last) await this.#save(this.#getSandbox);
    });
  }

  /** Writes a new sandbox. */
  create(stored: StoredSandbox): Promise<void> {
    return this.#creating(() => this.#save(() => stored, { ...this.#limit, isNew: true }));
  }

  /** Writes a fork, which begins with shared files or else with a base of its own. */
  createFork(stored: StoredSandbox, shared: SharedFiles | undefined): Promise<void> {
    return this.#creating(() =>
      shared === undefined
        ? this.#save(() => stored, this.#limit)
        : this.#saving(() => this.#writeFork(stored, shared)),
    );
  }

  /** Writes the files of a new sandbox. If that fails, no file of it is left for the next start. */
  async #creating(write: () => Promise<void>): Promise<void> {
    try {
      await this.#turns.run(write);
    } catch (error) {
      await this.#states.discard().catch(() => undefined); // The next start does it.
      throw error;
    }
  }

  get #limit(): SaveOptions {
    return { maxBytes: this.#sizes.maxFileBytes };
  }

  async #writeFork(stored: StoredSandbox, shared: SharedFiles): Promise<void> {
    await this.#options.ensureHeld?.();
    await this.#states.writeFork(stored, shared);
    this.#journal = this.#newJournal(stored.version);
    this.#sizes.setState(shared.baseBytes, 0);
    this.#sizes.addLine(shared.lineBytes);
    this.#saved = stored.version;
  }

  /** Runs `work` with files of a state that the fork `id` can begin with; undefined if there are none. */
  shareFiles(version: number, id: string, work: (shared?: SharedFiles) => Promise<void>): Promise<void> {
    return this.#turns.run(async () => {
      await this.#journal.flush();
      if (this.#journal.failure !== undefined) throw this.#journal.failure;
      await work(await this.#states.shared(version, id));
    });
  }

  /** Writes a sandbox whose records are all replaced. */
  replace(stored: StoredSandbox): Promise<void> {
    return this.#turns.run(() => this.#save(() => stored, { ...this.#limit, isNew: true }));
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
   * Writes a base and the head, and deletes the files that are not needed any more. Throws StoreFullError for a base of
   * more than `maxBytes`; without a limit everything in memory is written.
   */
  async #save(getSandbox: GetSandbox, options: SaveOptions = {}): Promise<void> {
    if (this.#isGone) return;
    await this.#saving(() => this.#write(getSandbox, options));
    await this.#deleteUnused();
  }

  async #saving(write: () => Promise<void>): Promise<void> {
    try {
      await write();
      this.#failure = undefined;
    } catch (error) {
      if (error instanceof FileTooLargeError) throw new StoreFullError(this.#id, this.#sizes.maxMebibytes);
      this.#failure = asStoreError(`writing ${headName(this.#id)} failed`, error);
      // A sandbox without files was refused.
      if (this.#states.exist) this.#retry.later();
      throw this.#failure;
    }
  }

  #deleteUnused(): Promise<void> {
    return this.#states.deleteUnused().catch((error: Error) => {
      // The head does not name them, so the next start ignores and deletes them.
      this.#options.warn(`deleting old files of ${this.#id} failed: ${error.message}`);
    });
  }

  async #write(getSandbox: GetSandbox, options: SaveOptions): Promise<void> {
    if (this.#journal.isForeign) throw this.#journal.failure;
    // A failed journal takes no lines: the base has all of them. Failed changes are undone first.
    const failed = this.#journal.failure !== undefined;
    const files = this.#states.begin(this.#journal.isDeleted);
    await (failed ? setImmediate() : this.#journal.moveTo(this.#states.journalPath));
    const stored = await this.#storedAfter(failed ? 0 : this.#journal.last, getSandbox);
    if (stored === undefined) return;
    const { lines } = this.#sizes;
    const write = this.#states.prepare(stored, files, options);
    // A change that is undone because its write failed must not come back with the base.
    if (!failed) await this.#journal.pending();
    await this.#options.ensureHeld?.();
    this.#sizes.setState(await write(), lines);
    this.#saved = stored.version;
    if (failed) await this.#journal.restart(this.#states.journalPath, stored.version);
    else if (stored.version > this.#journal.last) this.#journal.continueAfter(stored.version);
  }

  /** Returns the sandbox once memory has the step `last`, which may be on the disk first. */
  async #storedAfter(last: number, getSandbox: GetSandbox): Promise<StoredSandbox | undefined> {
    for (;;) {
      const stored = getSandbox(this.#id);
      if (stored === undefined || stored.version >= last) return stored;
      await setImmediate();
    }
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
        await this.#journal.abandon();
        await syncFolder(this.#folder);
        await finishDelete(this.#folder, this.#id);
      } catch (error) {
        this.#options.warn(`deleting all files of sandbox ${this.#id} failed: ${(error as Error).message}`);
      }
    });
  }

  /** Writes a base, unless it is current, and closes the journal. */
  async close(): Promise<void> {
    this.#retry.stop();
    try {
      await this.#saveChanges();
    } finally {
      await this.#journal.close();
    }
  }
}
