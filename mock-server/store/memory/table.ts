import { Map as ImmutableMap } from "immutable";

interface Row<R> {
  /** Index in order of creation. */
  readonly position: number;
  readonly record: R;
}

/**
 * An immutable map of records by key, in order of creation. A changed table shares its unchanged rows with the old
 * table.
 */
export class Table<K, R> {
  readonly #rows: ImmutableMap<K, Row<R>>;

  private constructor(rows: ImmutableMap<K, Row<R>>) {
    this.#rows = rows;
  }

  static empty<K, R>(): Table<K, R> {
    return new Table<K, R>(ImmutableMap());
  }

  get(key: K): R | undefined {
    return this.#rows.get(key)?.record;
  }

  /** Returns the index of a record in order of creation. */
  position(key: K): number {
    const row = this.#rows.get(key);
    if (row === undefined) throw new Error(`no record ${String(key)}`);
    return row.position;
  }

  set(key: K, record: R): Table<K, R> {
    const position = this.#rows.get(key)?.position ?? this.#rows.size;
    return new Table(this.#rows.set(key, { position, record }));
  }

  all(): readonly R[] {
    const records = new Array<R>(this.#rows.size);
    for (const { position, record } of this.#rows.values()) records[position] = record;
    return records;
  }
}
