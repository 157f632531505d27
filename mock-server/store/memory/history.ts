import type { Change } from "../port.js";
import type { CardUndo, Tables } from "./tables.js";

/** Records before all of them were replaced. */
interface Replacement {
  readonly tables: Tables;
  /** Number of records that only this step keeps in memory. */
  readonly records: number;
}

type Undo = readonly Change[] | CardUndo | Replacement;

export interface HistoryLimits {
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
export function undoOf(changes: readonly Change[]): readonly Change[] | CardUndo {
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
