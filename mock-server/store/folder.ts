import { readdir, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { Low } from "lowdb";
import { deleted, ensureNoOrphans, isHalfWritten, journalsOf, numberOf } from "./file-names.js";
import { DamagedFile, Journal } from "./journal.js";
import { lockFolder } from "./lock.js";
import { makeFolder } from "./make-folder.js";
import type { Keeper, Kept } from "./memory.js";
import type { Change, SandboxInfo, SandboxRecords } from "./port.js";
import { replayJournals } from "./replay.js";
import { SnapshotFile } from "./snapshot-file.js";
import { recordsOf, worldOf } from "./world.js";

/** A sandbox as its file has it: its records in the format of fixtures, and what the server remembers beside them. */
export interface Snapshot {
  readonly info: SandboxInfo;
  readonly records: SandboxRecords;
  /** The last transaction that the records hold. */
  readonly journal: number;
}

export interface FolderOptions {
  /** An answer waits until its change is on the disk. */
  readonly durable: boolean;
  /** How long a change may wait to be written otherwise, in milliseconds. */
  readonly delayMs?: number;
  /** A journal larger than its snapshot, and than this, is folded into a new snapshot; in bytes. */
  readonly outgrown?: number;
  readonly encode: (snapshot: Snapshot) => unknown;
  /** Throws if the value is no snapshot. */
  readonly decode: (value: unknown) => Snapshot;
  readonly warn: (message: string) => void;
}

/** At the stop something could not be written; the message says what. */
export class NotWritten extends Error {
  override name = "NotWritten" as const;
}

interface File {
  readonly snapshot: SnapshotFile<unknown>;
  journal: Journal;
  /** The number of the last transaction. */
  last: number;
  /** The last transaction in the snapshot. */
  saved: number;
  generation: number;
  folding: boolean;
  /** Why the last snapshot could not be written; undefined if it could. */
  failure: Error | undefined;
}

/**
 * Keeps every sandbox in a folder: `<id>.json` is its state, which lowdb reads and writes, and beside it are the
 * transactions since, in journals `<id>.<generation>.journal`. A snapshot names the last transaction in it; journal
 * lines up to that one are passed over, so a journal may be deleted late.
 */
export class FolderKeeper implements Keeper {
  readonly #folder: string;
  readonly #options: FolderOptions;
  readonly #unlock: () => void;
  readonly #files = new Map<string, File>();
  /** What is done to the files of a sandbox, one after the other. */
  readonly #turns = new Map<string, Promise<void>>();
  #look: (id: string) => Kept | undefined = () => undefined;

  private constructor(folder: string, options: FolderOptions, unlock: () => void) {
    this.#folder = folder;
    this.#options = options;
    this.#unlock = unlock;
  }

  /** Opens a folder, made if need be, with the sandboxes in it. Throws FolderInUse or DamagedFile. */
  static async open(folder: string, options: FolderOptions): Promise<{ keeper: FolderKeeper; kept: readonly Kept[] }> {
    await makeFolder(folder);
    const unlock = await lockFolder(folder);
    try {
      const keeper = new FolderKeeper(folder, options, unlock);
      for (const name of await readdir(folder)) {
        if (isHalfWritten(name)) await rm(join(folder, name));
        if (name.endsWith(deleted)) await keeper.#finishDelete(basename(name, deleted));
      }
      const names = await readdir(folder);
      ensureNoOrphans(folder, names);
      const kept: Kept[] = [];
      for (const name of names.filter((name) => name.endsWith(".json"))) {
        const id = basename(name, ".json");
        kept.push(await keeper.#load(id, journalsOf(id, names)));
      }
      return { keeper, kept };
    } catch (error) {
      unlock();
      throw error;
    }
  }

  attach(look: (id: string) => Kept | undefined): void {
    this.#look = look;
  }

  /** The first error that keeps a sandbox from being written; undefined if all is well. */
  get failure(): Error | undefined {
    const failures = [...this.#files.values()].map(({ journal, failure }) => journal.failure ?? failure);
    return failures.find((failure) => failure !== undefined);
  }

  async #load(id: string, journals: readonly string[]): Promise<Kept> {
    const path = join(this.#folder, `${id}.json`);
    const snapshot = new SnapshotFile<unknown>(path);
    const { info, records, journal } = await this.#readSnapshot(snapshot, path);
    if (info.id !== id) throw new DamagedFile(path, `holds the sandbox ${info.id}, not ${id}`);
    const files = journals.map((name) => join(this.#folder, name));
    const { world, last } = await replayJournals(files, worldOf(records), journal, this.#options.warn);
    const generation = numberOf(journals.at(-1)) + 1;
    this.#files.set(id, this.#newFile(id, generation, last, journals.length === 0 ? last : -1, snapshot));
    if (journals.length > 0) {
      this.#ensureReadable({ info, world }, last, path);
      await this.#save(id, () => ({ info, world }));
    }
    return { info, world };
  }

  /** Refuses what a journal made of a sandbox if it is no state any more: it must not replace the good snapshot. */
  #ensureReadable({ info, world }: Kept, journal: number, path: string): void {
    try {
      this.#options.decode(this.#options.encode({ info, records: recordsOf(world), journal }));
    } catch (error) {
      throw new DamagedFile(path, `and its journals do not fit together: ${(error as Error).message}`);
    }
  }

  async #readSnapshot(snapshot: SnapshotFile<unknown>, path: string): Promise<Snapshot> {
    const low = new Low<unknown>(snapshot, null);
    await low.read();
    try {
      return this.#options.decode(low.data);
    } catch (error) {
      throw new DamagedFile(path, `is no state of a sandbox: ${(error as Error).message}`);
    }
  }

  #newFile(
    id: string,
    generation: number,
    last: number,
    saved: number,
    snapshot = new SnapshotFile<unknown>(join(this.#folder, `${id}.json`)),
  ): File {
    const journal = this.#newJournal(id, generation);
    return { snapshot, journal, last, saved, generation, folding: false, failure: undefined };
  }

  #newJournal(id: string, generation: number): Journal {
    const { durable, delayMs = 100, warn } = this.#options;
    const failed = (error: Error) =>
      warn(`${error.message}. Changes of sandbox ${id} are refused until it is reset or the server starts again.`);
    return new Journal(this.#journalPath(id, generation), { durable, delayMs, failed });
  }

  #journalPath(id: string, generation: number): string {
    return join(this.#folder, `${id}.${generation}.journal`);
  }

  commit(id: string, changes: readonly Change[]): Promise<void> | undefined {
    const file = this.#files.get(id);
    if (file === undefined) return undefined;
    if (changes.length === 0) return file.journal.pending();
    const kept = file.journal.add(file.last + 1, changes);
    file.last += 1;
    // Larger than the snapshot, so that writing snapshots stays a fixed share of the work however much there is.
    const outgrown = Math.max(this.#options.outgrown ?? 4 * 1024 * 1024, file.snapshot.bytes);
    if (file.journal.bytes > outgrown && !file.folding) this.#fold(id, file);
    return kept;
  }

  /** Begins a new snapshot in the background. */
  #fold(id: string, file: File): void {
    file.folding = true;
    const done = () => {
      file.folding = false;
    };
    this.#inTurn(id, () => this.#save(id, this.#look))
      .catch((error: Error) => this.#options.warn(error.message))
      .then(done);
  }

  replace(kept: Kept): Promise<void> {
    const { id } = kept.info;
    return this.#inTurn(id, async () => {
      const known = this.#files.get(id);
      // What is left of another sandbox of this name must not be taken for a part of the new one.
      if (known === undefined) await this.#finishDelete(id);
      const file = known ?? this.#newFile(id, 1, 0, -1);
      this.#files.set(id, file);
      file.last += 1;
      try {
        await this.#save(id, () => kept);
      } catch (error) {
        file.last -= 1;
        if (known === undefined) this.#files.delete(id);
        throw error;
      }
    });
  }

  /** Writes the snapshot and deletes the journals that it makes superfluous. */
  async #save(id: string, look: (id: string) => Kept | undefined): Promise<void> {
    const file = this.#files.get(id);
    if (file === undefined || file.saved === file.last) return;
    try {
      await this.#write(id, file, look);
      file.failure = undefined;
    } catch (error) {
      file.failure = new Error(`${id}.json cannot be written: ${(error as Error).message}`, { cause: error });
      throw file.failure;
    }
    await this.#removeJournals(id, file.generation);
  }

  /** Deletes the journals before a generation. One that stays is no harm: a snapshot says which transactions it has. */
  async #removeJournals(id: string, generation: number): Promise<void> {
    try {
      const names = journalsOf(id, await readdir(this.#folder));
      for (const name of names.filter((name) => numberOf(name) < generation)) await rm(join(this.#folder, name));
    } catch (error) {
      this.#options.warn(`a journal of ${id} that is not needed any more is left: ${(error as Error).message}`);
    }
  }

  async #write(id: string, file: File, look: (id: string) => Kept | undefined): Promise<void> {
    file.generation += 1;
    // A journal that has failed takes no lines, so nothing is missed: the snapshot has all, and the next journal is new.
    const failed = file.journal.failure !== undefined;
    if (!failed) await file.journal.moveTo(this.#journalPath(id, file.generation));
    // From here to the snapshot nothing waits: what went to the old journals is in this world.
    const kept = look(id);
    if (kept === undefined) return;
    const journal = file.last;
    const low = new Low<unknown>(file.snapshot, null);
    low.data = this.#options.encode({ info: kept.info, records: recordsOf(kept.world), journal });
    await low.write();
    file.saved = journal;
    if (failed) {
      await file.journal.abandon();
      file.journal = this.#newJournal(id, file.generation);
    }
  }

  delete(id: string): Promise<void> {
    return this.#inTurn(id, async () => {
      // In one step, so that a sandbox is there as a whole or not at all, whenever the process ends.
      await rename(join(this.#folder, `${id}.json`), join(this.#folder, id + deleted));
      const journal = this.#files.get(id)?.journal;
      this.#files.delete(id);
      try {
        await journal?.close();
        await this.#finishDelete(id);
      } catch (error) {
        this.#options.warn(`files of the deleted sandbox ${id} are left: ${(error as Error).message}`);
      }
    });
  }

  /** Deletes what is left of a deleted sandbox. */
  async #finishDelete(id: string): Promise<void> {
    const names = await readdir(this.#folder);
    if (!names.includes(id + deleted)) return;
    for (const name of [...journalsOf(id, names), id + deleted]) await rm(join(this.#folder, name));
  }

  #inTurn(id: string, work: () => Promise<void>): Promise<void> {
    const before = this.#turns.get(id) ?? Promise.resolve();
    const mine = before.catch(() => undefined).then(work);
    this.#turns.set(id, mine);
    const done = () => {
      if (this.#turns.get(id) === mine) this.#turns.delete(id);
    };
    mine.then(done, done);
    return mine;
  }

  /** Writes everything down. If some of it cannot be written, the rest is, and the error says what is not. */
  async close(): Promise<void> {
    const failures: string[] = [];
    for (const [id, file] of this.#files) {
      try {
        await this.#inTurn(id, () => this.#save(id, this.#look));
        await file.journal.close();
      } catch (error) {
        failures.push((error as Error).message);
      }
    }
    this.#unlock();
    if (failures.length > 0) throw new NotWritten(`not everything could be written down: ${failures.join("; ")}`);
  }
}
