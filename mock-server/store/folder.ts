import { mkdir, readdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { Low } from "lowdb";
import { DamagedFile, Journal, type JournalLine, readJournal } from "./journal.js";
import { lockFolder } from "./lock.js";
import type { Keeper, Kept } from "./memory.js";
import type { Change, SandboxInfo, SandboxRecords } from "./port.js";
import { SnapshotFile } from "./snapshot-file.js";
import { apply, recordsOf, type World, worldOf } from "./world.js";

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

interface File {
  readonly snapshot: SnapshotFile<unknown>;
  readonly journal: Journal;
  /** The number of the last transaction. */
  last: number;
  /** The last transaction in the snapshot. */
  saved: number;
  generation: number;
  folding: boolean;
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
    await mkdir(folder, { recursive: true });
    const unlock = lockFolder(folder);
    try {
      const keeper = new FolderKeeper(folder, options, unlock);
      const names = await readdir(folder);
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

  /** The first error that keeps changes from being written; undefined if all is well. */
  get failure(): Error | undefined {
    return [...this.#files.values()].map(({ journal }) => journal.failure).find((failure) => failure !== undefined);
  }

  async #load(id: string, journals: readonly string[]): Promise<Kept> {
    const path = join(this.#folder, `${id}.json`);
    const snapshot = new SnapshotFile<unknown>(path);
    const { info, records, journal } = await this.#readSnapshot(snapshot, path);
    if (info.id !== id) throw new DamagedFile(path, `holds the sandbox ${info.id}, not ${id}`);
    let world = worldOf(records);
    let last = journal;
    for (const name of journals) {
      const file = join(this.#folder, name);
      for (const line of await readJournal(file, this.#options.warn)) {
        if (line.n <= last) continue;
        if (line.n !== last + 1) throw new DamagedFile(file, `does not follow on: transaction ${last + 1} is missing`);
        world = replay(world, line);
        last = line.n;
      }
    }
    const generation = Number(journals.at(-1)?.split(".").at(-2) ?? 0) + 1;
    this.#files.set(id, this.#newFile(id, generation, last, journals.length === 0 ? last : -1, snapshot));
    if (journals.length > 0) await this.#save(id, { info, world });
    return { info, world };
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
    const { durable, delayMs = 100, warn } = this.#options;
    const failed = (error: Error) => warn(`${error.message}. From now on changes are refused.`);
    const journal = new Journal(this.#journalPath(id, generation), { durable, delayMs, failed });
    return { snapshot, journal, last, saved, generation, folding: false };
  }

  #journalPath(id: string, generation: number): string {
    return join(this.#folder, `${id}.${generation}.journal`);
  }

  committed(id: string, changes: readonly Change[]): Promise<void> | undefined {
    const file = this.#files.get(id);
    if (file === undefined) return undefined;
    if (changes.length === 0) return file.journal.pending();
    file.last += 1;
    const kept = file.journal.add(file.last, changes);
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
    this.#inTurn(id, () => this.#saveNow(id))
      .catch((error: Error) => this.#options.warn(`${id}.json could not be written: ${error.message}`))
      .then(done);
  }

  async replaced(id: string): Promise<void> {
    await this.#inTurn(id, async () => {
      const file = this.#files.get(id) ?? this.#newFile(id, 1, 0, -1);
      this.#files.set(id, file);
      file.last += 1;
      await this.#saveNow(id);
    });
  }

  async #saveNow(id: string): Promise<void> {
    const kept = this.#look(id);
    if (kept !== undefined) await this.#save(id, kept);
  }

  /** Writes the snapshot and deletes the journals that it makes superfluous. */
  async #save(id: string, at: Kept): Promise<void> {
    const file = this.#files.get(id);
    if (file === undefined || file.saved === file.last) return;
    file.generation += 1;
    await file.journal.moveTo(this.#journalPath(id, file.generation));
    // From here to the snapshot nothing waits: what went to the old journals is in this world.
    const { info, world } = this.#look(id) ?? at;
    const journal = file.last;
    const low = new Low<unknown>(file.snapshot, null);
    low.data = this.#options.encode({ info, records: recordsOf(world), journal });
    await low.write();
    file.saved = journal;
    const old = journalsOf(id, await readdir(this.#folder)).filter(
      (name) => name !== `${id}.${file.generation}.journal`,
    );
    for (const name of old) await rm(join(this.#folder, name), { force: true });
  }

  async deleted(id: string): Promise<void> {
    await this.#inTurn(id, async () => {
      const file = this.#files.get(id);
      this.#files.delete(id);
      await file?.journal.close();
      for (const name of journalsOf(id, await readdir(this.#folder)))
        await rm(join(this.#folder, name), { force: true });
      await rm(join(this.#folder, `${id}.json`), { force: true });
    });
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

  async close(): Promise<void> {
    try {
      for (const [id, { journal }] of this.#files) {
        await this.#inTurn(id, () => this.#saveNow(id));
        await journal.close();
      }
    } finally {
      this.#unlock();
    }
  }
}

/** The names of a sandbox's journals, oldest first. */
function journalsOf(id: string, names: readonly string[]): string[] {
  const number = (name: string) => Number(name.slice(id.length + 1, -".journal".length));
  return names
    .filter((name) => name.startsWith(`${id}.`) && name.endsWith(".journal") && Number.isInteger(number(name)))
    .sort((a, b) => number(a) - number(b));
}

/** The world after one journal line. What a record was before is looked up, as the line does not say it. */
function replay(world: World, { changes }: JournalLine): World {
  return changes.reduce(
    (now, { table, after }) => apply(now, { table, before: beforeOf(now, table, after), after } as Change),
    world,
  );
}

function beforeOf(world: World, table: Change["table"], after: Change["after"]): Change["before"] {
  if (table === "clock") return world.clock;
  if (table === "sequences") return world.sequences;
  if (table === "cards") return world.cards.get((after as { serial: string }).serial);
  if (table === "companies") return world.companies.get((after as { id: string }).id);
  if (table === "templates") return world.templates.get((after as { id: number }).id);
  return table === "clients" ? world.clients.get((after as { id: number }).id) : undefined;
}
