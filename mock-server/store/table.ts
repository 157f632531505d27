import { Map as Lasting, List } from "immutable";

/**
 * Records by key, in order of creation. Never changed: every change gives a new table that shares
 * what stayed the same, so keeping an old one costs nothing.
 */
export class Table<K, R> {
  readonly #rows: List<R>;
  readonly #positions: Lasting<K, number>;

  private constructor(rows: List<R>, positions: Lasting<K, number>) {
    this.#rows = rows;
    this.#positions = positions;
  }

  static empty<K, R>(): Table<K, R> {
    return new Table<K, R>(List(), Lasting());
  }

  get(key: K): R | undefined {
    const position = this.#positions.get(key);
    return position === undefined ? undefined : this.#rows.get(position);
  }

  /** The place of a record in the order of creation, from 0 on. */
  position(key: K): number {
    const position = this.#positions.get(key);
    if (position === undefined) throw new Error(`no record ${String(key)}`);
    return position;
  }

  set(key: K, record: R): Table<K, R> {
    const position = this.#positions.get(key);
    return position === undefined
      ? new Table(this.#rows.push(record), this.#positions.set(key, this.#rows.size))
      : new Table(this.#rows.set(position, record), this.#positions);
  }

  all(): readonly R[] {
    return this.#rows.toArray();
  }
}
