import {
  type Change,
  type Moment,
  type SandboxInfo,
  type SandboxOverview,
  StateGoneError,
  UnknownSnapshotError,
} from "../port.js";
import type { Snapshot, StoredSandbox } from "./persistence.js";
import type { CardUndo, Tables } from "./tables.js";
import { MemoryTransaction } from "./transaction.js";

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
}

/** Records before all of them were replaced. */
interface Replacement {
  readonly tables: Tables;
  /** Number of records that only this step keeps in memory. */
  readonly records: number;
}

type Undo = readonly Change[] | CardUndo | Replacement;

interface HistoryLimits {
  readonly steps: number;
  readonly changes: number;
  /** Steps that replaced all records. Each takes the memory of the records that have changed since. */
  readonly replacements: number;
  /** Records that are kept for steps that replaced all of them. */
  readonly records: number;
}

const defaultLimits: HistoryLimits = { steps: 10_000, changes: 50_000, replacements: 20, records: 100_000 };

const isChanges = (undo: Undo): undo is readonly Change[] => Array.isArray(undo);
const isReplacement = (undo: Undo): undo is Replacement => "tables" in undo;

function countOf(undo: Undo): number {
  if (isChanges(undo)) return undo.length;
  return isReplacement(undo) ? 0 : undo.operations + 1;
}

/** Returns the undo of a transaction. */
function undoOf(changes: readonly Change[]): readonly Change[] | CardUndo {
  const [first] = changes;
  if (first?.table === "cards" && first.before !== undefined) {
    const { before } = first;
    const isOfCard = (change: Change) => change.table === "operations" && change.after.serial === before.serial;
    if (changes.every((change) => change === first || isOfCard(change)))
      return { before, operations: changes.length - 1 };
  }
  // A copy, because an array that has grown reserves more memory.
  return [...changes];
}

/** The last steps of a sandbox, from which its earlier states are rebuilt. Each step has the next number. */
export class History {
  readonly #limits: HistoryLimits;
  /** Oldest first, from `#first` on. Two lists take less memory than a list of pairs. */
  #undos: Undo[] = [];
  /** Real times of the steps, in milliseconds. */
  #times: number[] = [];
  #first = 0;
  #changes = 0;
  #replacements = 0;
  #records = 0;
  /** Real time from which on no step is missing. */
  #since = Number.NEGATIVE_INFINITY;

  constructor(limits: HistoryLimits = defaultLimits) {
    this.#limits = limits;
  }

  /** Adds a step at a real time in milliseconds. */
  add(at: number, undo: Undo): void {
    this.#undos.push(undo);
    this.#times.push(at);
    this.#count(undo, 1);
    while (this.#isOverLimit) this.#drop();
  }

  #count(undo: Undo, sign: 1 | -1): void {
    this.#changes += sign * countOf(undo);
    if (isChanges(undo) || !isReplacement(undo)) return;
    this.#replacements += sign;
    this.#records += sign * undo.records;
  }

  get #isOverLimit(): boolean {
    const { steps, changes, replacements, records } = this.#limits;
    return (
      this.#undos.length - this.#first > steps ||
      this.#changes > changes ||
      this.#replacements > replacements ||
      this.#records > records
    );
  }

  #drop(): void {
    this.#since = this.#times[this.#first] as number;
    this.#count(this.#undos[this.#first] as Undo, -1);
    this.#first += 1;
    if (this.#first < this.#undos.length / 2) return;
    this.#undos = this.#undos.slice(this.#first);
    this.#times = this.#times.slice(this.#first);
    this.#first = 0;
  }

  /** Forgets the newest step, unless it has been dropped. */
  removeNewest(): void {
    if (this.#undos.length === this.#first) return;
    this.#times.pop();
    this.#count(this.#undos.pop() as Undo, -1);
  }

  /** Returns the records after the step `version`; undefined if they cannot be rebuilt. */
  tablesAt(version: number, present: Tables, presentVersion: number): Tables | undefined {
    const steps = presentVersion - version;
    if (steps < 0 || steps > this.#undos.length - this.#first) return undefined;
    let tables = present.fork();
    for (const undo of this.#undos.slice(this.#undos.length - steps).reverse()) {
      if (isChanges(undo)) for (const change of undo.toReversed()) tables.revert(change);
      else if (isReplacement(undo)) tables = undo.tables.fork();
      else tables.revertCard(undo);
    }
    return tables;
  }

  /** Returns the number of the last step up to a real time; undefined if it has been dropped. */
  versionAt(realTime: number, presentVersion: number): number | undefined {
    if (realTime < this.#since) return undefined;
    let at = this.#undos.length;
    while (at > this.#first && (this.#times[at - 1] as number) > realTime) at -= 1;
    return presentVersion - (this.#undos.length - at);
  }
}
