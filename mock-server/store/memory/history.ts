import type { Change } from "../port.js";
import { type CardUndo, Tables } from "./tables.js";

type Undo = readonly Change[] | CardUndo | Tables;

interface Step {
  /** Number of the step. */
  readonly version: number;
  /** Real time in milliseconds. */
  readonly at: number;
  /** The undo of a transaction, or the records before all of them were replaced. */
  readonly undo: Undo;
  /** Number of records that only this step keeps in memory. */
  readonly records?: number;
}

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

function countOf(undo: Undo): number {
  if (undo instanceof Tables) return 0;
  return isChanges(undo) ? undo.length : undo.operations + 1;
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

/** The last steps of a sandbox, from which its earlier states are rebuilt. */
export class History {
  readonly #limits: HistoryLimits;
  /** Oldest first, from `#first` on. */
  #steps: Step[] = [];
  #first = 0;
  #changes = 0;
  #replacements = 0;
  #records = 0;
  /** Real time from which on no step is missing. */
  #since = Number.NEGATIVE_INFINITY;

  constructor(limits: HistoryLimits = defaultLimits) {
    this.#limits = limits;
  }

  add(step: Step): void {
    this.#steps.push(step);
    this.#changes += countOf(step.undo);
    this.#records += step.records ?? 0;
    if (step.undo instanceof Tables) this.#replacements += 1;
    while (this.#isOverLimit) this.#drop();
  }

  get #isOverLimit(): boolean {
    const { steps, changes, replacements, records } = this.#limits;
    return (
      this.#steps.length - this.#first > steps ||
      this.#changes > changes ||
      this.#replacements > replacements ||
      this.#records > records
    );
  }

  #drop(): void {
    const { undo, at, records = 0 } = this.#steps[this.#first] as Step;
    this.#since = at;
    this.#changes -= countOf(undo);
    this.#records -= records;
    if (undo instanceof Tables) this.#replacements -= 1;
    this.#first += 1;
    if (this.#first < this.#steps.length / 2) return;
    this.#steps = this.#steps.slice(this.#first);
    this.#first = 0;
  }

  /** Forgets the newest step, unless it has been dropped. */
  removeNewest(): void {
    if (this.#steps.length === this.#first) return;
    this.#changes -= countOf(this.#steps.pop()?.undo ?? []);
  }

  /** Returns the records after the step `version`; undefined if they cannot be rebuilt. */
  tablesAt(version: number, present: Tables, presentVersion: number): Tables | undefined {
    if (version > presentVersion) return undefined;
    const steps = this.#steps.slice(this.#firstAfter(version));
    if (presentVersion > version && steps[0]?.version !== version + 1) return undefined;
    let tables = present.fork();
    for (const { undo } of steps.reverse()) {
      if (undo instanceof Tables) tables = undo.fork();
      else if (isChanges(undo)) for (const change of undo.toReversed()) tables.revert(change);
      else tables.revertCard(undo);
    }
    return tables;
  }

  /** Returns the number of the last step up to a real time; undefined if it has been dropped. */
  versionAt(realTime: number, presentVersion: number): number | undefined {
    if (realTime < this.#since) return undefined;
    let at = this.#steps.length;
    while (at > this.#first && (this.#steps[at - 1] as Step).at > realTime) at -= 1;
    return at === this.#steps.length ? presentVersion : (this.#steps[at] as Step).version - 1;
  }

  /** Returns the index of the first step after a version. */
  #firstAfter(version: number): number {
    const newest = this.#steps.at(-1)?.version ?? 0;
    return Math.max(this.#first, this.#steps.length - Math.max(0, newest - version));
  }
}
