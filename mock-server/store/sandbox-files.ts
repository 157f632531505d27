import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { Low } from "lowdb";
import { DamagedFile } from "./damaged-file.js";
import { beginDelete, finishDelete } from "./delete-files.js";
import { asStoreError } from "./disk-error.js";
import { fileIdOf } from "./file-id.js";
import { journalsOf, numberOf } from "./file-names.js";
import { Journal } from "./journal.js";
import type { Kept } from "./memory.js";
import { type Change, type SandboxInfo, type SandboxRecords, StoreFull } from "./port.js";
import type { ReadOptions } from "./read-snapshot.js";
import { replayJournals } from "./replay.js";
import { SnapshotFile } from "./snapshot-file.js";
import { syncFolder } from "./sync-folder.js";
import { recordsOf, worldOf } from "./world.js";

/** A sandbox as its file has it: its records in the format of fixtures, and what the server remembers beside them. */
export interface Snapshot {
  readonly info: SandboxInfo;
  readonly records: SandboxRecords;
  /** The last transaction that the records hold; undefined for records that no server has written. */
  readonly journal: number | undefined;
}

export interface FilesOptions extends ReadOptions {
  /** An answer waits until its change is on the disk. */
  readonly durable: boolean;
  /** A journal larger than this, and than four times its snapshot, is folded into a new snapshot; in bytes. */
  readonly outgrown?: number;
  /** A sandbox whose snapshot is larger than this takes no more changes; in bytes. */
  readonly most?: number;
  /** Throws if another process may have had the folder: its files must not be changed then. */
  readonly ensureHeld?: () => Promise<void>;
  readonly encode: (snapshot: Snapshot) => object;
  /** Throws if the value is no snapshot. */
  readonly decode: (value: unknown, id: string) => Snapshot;
}

const mebibyte = 1024 * 1024;

/**
 * The files of one sandbox: `<id>.json` is its state, which lowdb reads and writes, and beside it are the transactions
 * since, in journals `<id>.<generation>.journal`. A snapshot names the last transaction in it; journal lines up to that
 * one are passed over, so a journal may be deleted late.
 */
export class SandboxFiles {
  readonly #folder: string;
  readonly #id: string;
  readonly #options: FilesOptions;
  readonly #look: (id: string) => Kept | undefined;
  readonly #snapshot: SnapshotFile;
  #journal: Journal;
  #generation: number;
  /** The number of the last transaction, and of the last one in the snapshot; -1 if there is none to rely on. */
  #last = 0;
  #saved = -1;
  /** Identifies the state file as this server read or wrote it; undefined while it is being written. */
  #fileId: string | undefined;
  #folding = false;
  #isGone = false;
  /** Why the last snapshot could not be written; undefined if it could. */
  #failure: Error | undefined;
  /** What is done to the files, one after the other. */
  #turn: Promise<void> = Promise.resolve();

  constructor(
    folder: string,
    id: string,
    options: FilesOptions,
    look: (id: string) => Kept | undefined,
    generation = 1,
  ) {
    this.#folder = folder;
    this.#id = id;
    this.#options = options;
    this.#look = look;
    this.#generation = generation;
    this.#snapshot = new SnapshotFile(this.#file, options);
    this.#journal = this.#newJournal();
  }

  /** Reads the files of a sandbox, and changes none. Throws DamagedFile. */
  static async load(
    folder: string,
    id: string,
    options: FilesOptions,
    look: (id: string) => Kept | undefined,
    journals: readonly string[],
  ): Promise<{ readonly files: SandboxFiles; readonly kept: Kept }> {
    const files = new SandboxFiles(folder, id, options, look, numberOf(journals.at(-1)) + 1);
    return { files, kept: await files.#load(journals) };
  }

  get #file(): string {
    return join(this.#folder, `${this.#id}.json`);
  }

  /** What keeps the sandbox from being written; undefined if all is well. */
  get failure(): Error | undefined {
    return this.#journal.failure ?? this.#failure;
  }

  async #load(journals: readonly string[]): Promise<Kept> {
    const { info, records, journal } = await this.#readSnapshot();
    if (info.id !== this.#id) {
      const advice = `Move ${this.#id}.json out of the folder`;
      throw new DamagedFile(this.#file, `holds the sandbox ${info.id}, not ${this.#id}`, advice);
    }
    const paths = journals.map((name) => join(this.#folder, name));
    const { world, last } = await replayJournals(paths, worldOf(records), journal ?? 0, this.#options.warn);
    this.#last = last;
    if (journals.length === 0 && this.#snapshot.isChecked) this.#saved = last;
    else this.#ensureReadable({ info, world });
    return { info, world };
  }

  /** Writes a sandbox that was loaded, unless its state file has all of it. */
  saveLoaded(kept: Kept): Promise<void> {
    return this.#inTurn(() => this.#save(() => kept));
  }

  async #readSnapshot(): Promise<Snapshot> {
    const low = new Low<object>(this.#snapshot, {});
    await low.read();
    this.#fileId = fileIdOf(this.#file);
    try {
      return this.#options.decode(low.data, this.#id);
    } catch (error) {
      throw new DamagedFile(this.#file, `is not the state of a sandbox: ${(error as Error).message}`);
    }
  }

  /** Throws if another server has loaded and saved the sandbox, which writes a new state file. */
  ensureUntouched(): void {
    if (this.#fileId !== undefined && this.#fileId !== fileIdOf(this.#file))
      throw new Error(`another process has changed ${this.#id}.json`);
  }

  /** Refuses what a journal made of a sandbox if it is no state any more: it must not replace the good snapshot. */
  #ensureReadable(kept: Kept): void {
    try {
      this.#options.decode(this.#encoded(kept), this.#id);
    } catch (error) {
      throw new DamagedFile(this.#file, `and its journals do not fit together: ${(error as Error).message}`);
    }
  }

  #encoded({ info, world }: Kept): object {
    return this.#options.encode({ info, records: recordsOf(world), journal: this.#last });
  }

  #newJournal(): Journal {
    const { durable, warn, ensureHeld } = this.#options;
    const failed = (error: Error) =>
      warn(
        `${error.message}. Changes of sandbox ${this.#id} are refused until it is reset or the server starts again.`,
      );
    return new Journal(this.#journalPath(), { durable, failed, ...(ensureHeld && { ensureHeld }) });
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
    const { most = 256 * mebibyte, outgrown = 32 * mebibyte } = this.#options;
    if (this.#snapshot.bytes > most) throw new StoreFull(this.#id, Math.floor(most / mebibyte));
    const kept = this.#journal.add(this.#last + 1, changes);
    this.#last += 1;
    // Much larger than the snapshot, so that writing snapshots stays a small share of the work however much there is.
    if (this.#journal.bytes > Math.min(Math.max(outgrown, 4 * this.#snapshot.bytes), most / 2)) this.#fold();
    return kept;
  }

  /** Begins a new snapshot in the background. */
  #fold(): void {
    if (this.#folding) return;
    this.#folding = true;
    const done = () => {
      this.#folding = false;
    };
    this.save()
      .catch((error: Error) => this.#options.warn(error.message))
      .then(done);
  }

  /** Writes the sandbox as it is now. */
  save(): Promise<void> {
    return this.#inTurn(() => this.#save(this.#look));
  }

  /** Writes a sandbox that is new, or whose records are all replaced. */
  replace(kept: Kept): Promise<void> {
    return this.#inTurn(async () => {
      this.#last += 1;
      try {
        await this.#save(() => kept);
      } catch (error) {
        this.#last -= 1;
        throw error;
      }
    });
  }

  /** Writes the snapshot and deletes the journals that it makes superfluous. */
  async #save(look: (id: string) => Kept | undefined): Promise<void> {
    if (this.#isGone || this.#saved === this.#last) return;
    try {
      await this.#write(look);
      this.#failure = undefined;
    } catch (error) {
      this.#failure = asStoreError(`${this.#id}.json cannot be written`, error);
      throw this.#failure;
    }
    await this.#removeJournals();
  }

  async #write(look: (id: string) => Kept | undefined): Promise<void> {
    this.#generation += 1;
    // A journal that has failed takes no lines, so nothing is missed: the snapshot has all, and the next journal is new.
    const failed = this.#journal.failure !== undefined;
    if (!failed) await this.#journal.moveTo(this.#journalPath());
    // From here on nothing waits until it is seen what the snapshot is of: what went to the old journals is in this world.
    const kept = look(this.#id);
    if (kept === undefined) return;
    const last = this.#last;
    const low = new Low<object>(this.#snapshot, {});
    low.data = this.#encoded(kept);
    // What is undone because it could not be written must not come back with the snapshot.
    if (!failed) await this.#journal.pending();
    await this.#options.ensureHeld?.();
    this.#fileId = undefined;
    await low.write();
    this.#fileId = fileIdOf(this.#file);
    this.#saved = last;
    if (failed) {
      await this.#journal.abandon();
      this.#journal = this.#newJournal();
    }
  }

  /** Deletes the journals before this generation. One that stays is no harm: a snapshot says what it has. */
  async #removeJournals(): Promise<void> {
    try {
      const names = journalsOf(this.#id, await readdir(this.#folder));
      for (const name of names.filter((name) => numberOf(name) < this.#generation)) await rm(join(this.#folder, name));
    } catch (error) {
      this.#options.warn(`a journal of ${this.#id} that is not needed any more is left: ${(error as Error).message}`);
    }
  }

  delete(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#options.ensureHeld?.();
      await beginDelete(this.#folder, this.#id).catch((error) => {
        throw asStoreError(`${this.#id}.json cannot be deleted`, error);
      });
      this.#isGone = true;
      try {
        await syncFolder(this.#folder);
        await this.#journal.close();
        await finishDelete(this.#folder, this.#id);
      } catch (error) {
        this.#options.warn(`files of the deleted sandbox ${this.#id} are left: ${(error as Error).message}`);
      }
    });
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const mine = this.#turn.then(work);
    // Whoever asked hears of a failure; what comes after has nothing to do with it.
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  /** Writes everything down and lets go of the files. */
  async close(): Promise<void> {
    try {
      await this.save();
      await this.#journal.close();
    } finally {
      await this.#journal.abandon();
    }
  }
}

/** Something could not be written; the message says what. */
export class NotWritten extends Error {
  override name = "NotWritten" as const;
}
