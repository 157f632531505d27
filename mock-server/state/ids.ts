import { largestOrdinal, type SequenceKind, type Sequences } from "../model/records.js";
import { FixtureError } from "./fixture-error.js";

/** Generates ids that are neither in the state nor taken from the sequence before. */
export class Ids {
  readonly sequences: Record<SequenceKind, number>;

  constructor(sequences: Sequences) {
    this.sequences = { ...sequences };
  }

  /** Returns a function that gives the id of a row, or else a free id. The set of all ids is built when it is needed. */
  rowIds<R, Id>(
    kind: SequenceKind,
    rows: readonly R[],
    presentId: (row: R) => Id | undefined,
    idOf: (ordinal: number) => Id,
  ): (row: R) => Id {
    let taken: Set<Id> | undefined;
    return (row) => {
      const present = presentId(row);
      if (present !== undefined) return present;
      taken ??= new Set(rows.flatMap((other) => presentId(other) ?? []) as Id[]);
      const id = this.#free(kind, taken, idOf);
      taken.add(id);
      return id;
    };
  }

  /** Like {@link rowIds}, for rows whose ids are numbers of their sequence, which goes on after the largest. */
  rowNumbers<R extends { readonly id?: number }>(kind: SequenceKind, rows: readonly R[]): (row: R) => number {
    const idOf = this.rowIds(
      kind,
      rows,
      ({ id }) => id,
      (ordinal) => ordinal,
    );
    return (row) => {
      const id = idOf(row);
      this.sequences[kind] = Math.max(this.sequences[kind], id);
      return id;
    };
  }

  #free<Id>(kind: SequenceKind, taken: ReadonlySet<Id>, idOf: (ordinal: number) => Id): Id {
    const tries = Math.min(taken.size + 1000, largestOrdinal - this.sequences[kind]);
    for (let left = tries; left > 0; left -= 1) {
      this.sequences[kind] += 1;
      const id = idOf(this.sequences[kind]);
      if (!taken.has(id)) return id;
    }
    throw new FixtureError(`${kind}s`, "no free ids left");
  }
}
