import {
  type Moment,
  type SandboxInfo,
  type SandboxOverview,
  type SnapshotLimits,
  StateGoneError,
  UnknownSnapshotError,
} from "../port.js";
import { History, undoOf } from "./history.js";
import type { Snapshot, StoredSandbox } from "./persistence.js";
import type { Tables } from "./tables.js";
import { MemoryTransaction } from "./transaction.js";

/** Estimated memory of a record with its indexes, in bytes. */
const bytesPerRecord = 500;

/** One sandbox in memory: its records, snapshots and history, and the order of its users. */
export class MemorySandbox implements StoredSandbox {
  readonly info: SandboxInfo;
  origin: Tables;
  tables: Tables;
  version: number;
  readonly snapshots: Map<string, Snapshot>;
  faults: readonly unknown[];
  readonly history = new History();
  /** Committed values, while a transaction may have changed the tables. */
  overview: SandboxOverview;
  /** Transactions that are not on the disk yet, oldest first. */
  #unpersisted: MemoryTransaction[] = [];
  /** Number of those that have changes, and so a version of their own. */
  #unpersistedVersions = 0;
  #running: MemoryTransaction | undefined;
  #isBusy = false;
  readonly #waiting: (() => void)[] = [];

  constructor({ info, origin, tables, version, snapshots, faults }: StoredSandbox) {
    this.info = info;
    this.origin = origin;
    this.tables = tables;
    this.version = version;
    this.snapshots = new Map(snapshots);
    this.faults = faults;
    this.overview = this.#overviewOf(tables);
  }

  #overviewOf({ seed, clock, profile, companies }: Tables): SandboxOverview {
    return { info: this.info, seed, clock, profile, companies };
  }

  /** Resolves when all earlier callers have left. `leave` must follow. */
  enter(): Promise<void> | undefined {
    if (this.#isBusy) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#isBusy = true;
    return undefined;
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Passes the sandbox to the next caller. It stays busy meanwhile, so that no new caller comes first. */
  leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#isBusy = false;
    else next();
  }

  /** Begins a transaction on the present records. */
  begin(): MemoryTransaction {
    this.#running = new MemoryTransaction(this.tables);
    return this.#running;
  }

  /** Ends the running transaction without its changes. */
  abort(transaction: MemoryTransaction): void {
    this.#running = undefined;
    if (!transaction.isUndone) transaction.undo();
  }

  /** Ends the running transaction and keeps its changes. */
  commit(transaction: MemoryTransaction, at: number): void {
    this.#running = undefined;
    transaction.end();
    const { changes } = transaction;
    if (changes.length === 0) return;
    this.version += 1;
    this.history.add(at, undoOf(changes));
    if (changes.some(({ table }) => table === "clock" || table === "profile"))
      this.overview = this.#overviewOf(this.tables);
  }

  /** Marks a transaction as not persisted. `persisted` or `undoUnpersisted` must follow. */
  awaitPersisted(transaction: MemoryTransaction): void {
    this.#unpersisted.push(transaction);
    if (transaction.changes.length > 0) this.#unpersistedVersions += 1;
  }

  persisted(transaction: MemoryTransaction): void {
    this.#unpersisted = this.#unpersisted.filter((other) => other !== transaction);
    if (transaction.changes.length > 0) this.#unpersistedVersions -= 1;
  }

  /** Number of the last step that will not be undone. After a failed write, later numbers are used again. */
  get lastingVersion(): number {
    return this.version - this.#unpersistedVersions;
  }

  /** Undoes all transactions whose write failed, and the running transaction, which must be repeated. */
  undoUnpersisted(): void {
    this.#running?.undo();
    for (const transaction of this.#unpersisted.reverse()) {
      if (transaction.changes.length > 0) {
        this.history.removeNewest();
        this.version -= 1;
      }
      transaction.undo();
    }
    this.#unpersisted = [];
    this.#unpersistedVersions = 0;
    this.overview = this.#overviewOf(this.tables);
  }

  /** Returns the sandbox after its last step. Later changes do not affect it. */
  committed(): StoredSandbox {
    const { info, origin, version, faults } = this;
    const tables = this.tables.fork();
    for (const change of (this.#running?.changes ?? []).toReversed()) tables.revert(change);
    return { info, origin, tables, version, snapshots: new Map(this.snapshots), faults };
  }

  /** Counts a step that changes no records. */
  addStep(at: number): void {
    this.version += 1;
    this.history.add(at, []);
  }

  /** Replaces all records. `origin` are the records that a later reset restores. */
  replace(tables: Tables, origin: Tables, at: number): void {
    this.version += 1;
    const records = tables.root === this.tables.root ? 0 : this.tables.size;
    this.history.add(at, { tables: this.tables, records });
    this.tables = tables;
    this.origin = origin;
    this.overview = this.#overviewOf(tables);
  }

  snapshot(name: string): Snapshot {
    const snapshot = this.snapshots.get(name);
    if (snapshot === undefined) throw new UnknownSnapshotError(this.info.id, name);
    return snapshot;
  }

  /** Returns the version of a moment. Throws UnknownSnapshotError. */
  versionOf(moment: Moment): number {
    if (moment === "now") return this.version;
    return "version" in moment ? moment.version : this.snapshot(moment.snapshot).version;
  }

  /** Returns the records of a moment, which may be changed. Throws UnknownSnapshotError or StateGoneError. */
  tablesAt(moment: Moment): Tables {
    if (moment === "now") return this.tables.fork();
    if ("snapshot" in moment) return this.snapshot(moment.snapshot).tables.fork();
    const tables = this.history.tablesAt(moment.version, this.tables, this.version);
    if (tables === undefined) throw new StateGoneError(this.info.id);
    return tables;
  }

  /** Returns whether there is room for a snapshot of the present records. */
  hasRoomForSnapshot({ count, bytes }: SnapshotLimits): boolean {
    return this.snapshots.size < count && this.#snapshotBytes() <= bytes;
  }

  /** Estimates the memory of the records that only snapshots have, if a snapshot were taken now. */
  #snapshotBytes(): number {
    const own = new Set([this.tables.root, this.origin.root]);
    let [records, version] = [0, this.version];
    for (const snapshot of [...this.snapshots.values()].reverse()) {
      const { root, size } = snapshot.tables;
      if (!own.has(root)) records += size;
      own.add(root);
      // A step changes about two records.
      records += Math.min(2 * Math.max(0, version - snapshot.version), size);
      version = snapshot.version;
    }
    return records * bytesPerRecord;
  }
}
