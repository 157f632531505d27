import { inSlices } from "../../../shared/in-slices.js";
import { Vector } from "./vector.js";

/** Positions of the records that may have a key. */
type Candidates = number | ReadonlySet<number>;

/** Size up to which a fork copies the newest layer of an index instead of sharing it. */
const copiedEntries = 256;

/**
 * Finds records by a key that several may have. A fork shares older layers, which never change. So a position is a hint
 * only: the record there may have another key by now.
 */
export class KeyIndex<K> {
  #own = new Map<K, Candidates>();
  /** Frozen layers, newest first. */
  #layers: readonly ReadonlyMap<K, Candidates>[] = [];
  #isMerging = false;

  add(key: K, position: number): void {
    const known = this.#own.get(key);
    if (known === undefined) this.#own.set(key, position);
    else if (typeof known === "number") this.#own.set(key, new Set([known, position]));
    else (known as Set<number>).add(position);
  }

  remove(key: K, position: number): void {
    const known = this.#own.get(key);
    if (known === position) this.#own.delete(key);
    else if (typeof known === "object") (known as Set<number>).delete(position);
  }

  /** Returns the first position that `isValid` accepts; -1 without one. */
  find(key: K, isValid: (position: number, key: K) => boolean): number {
    let found = firstOf(this.#own.get(key), key, isValid);
    for (let layer = 0; found < 0 && layer < this.#layers.length; layer += 1)
      found = firstOf(this.#layers[layer]?.get(key), key, isValid);
    return found;
  }

  /** Returns all positions that `isValid` accepts, in ascending order. */
  findAll(key: K, isValid: (position: number, key: K) => boolean): number[] {
    const found = new Set<number>();
    for (const layer of [this.#own, ...this.#layers]) {
      const candidates = layer.get(key);
      if (candidates === undefined) continue;
      for (const position of positionsIn(candidates)) if (isValid(position, key)) found.add(position);
    }
    return [...found].sort((a, b) => a - b);
  }

  /** Returns a copy. Its cost does not depend on the size of the index. */
  fork(): KeyIndex<K> {
    const fork = new KeyIndex<K>();
    if (this.#own.size <= copiedEntries)
      for (const [key, candidates] of this.#own)
        fork.#own.set(key, typeof candidates === "number" ? candidates : new Set(candidates));
    else {
      this.#layers = [this.#own, ...this.#layers];
      this.#own = new Map();
      void this.#mergeLayers();
    }
    fork.#layers = this.#layers;
    return fork;
  }

  /**
   * Merges the newest layers in the background, up to a layer that is more than twice as large. So there are few layers,
   * and each entry is merged few times.
   */
  async #mergeLayers(): Promise<void> {
    if (this.#isMerging) return;
    const [first, ...older] = this.#layers;
    let total = first?.size ?? 0;
    const end = older.findIndex(({ size }) => {
      if (size > 2 * total) return true;
      total += size;
      return false;
    });
    const merging = this.#layers.slice(0, end < 0 ? this.#layers.length : end + 1);
    if (merging.length < 2) return;
    this.#isMerging = true;
    const merged = new KeyIndex<K>();
    for (const layer of merging)
      for await (const entries of inSlices(layer))
        for (const [key, candidates] of entries)
          for (const position of positionsIn(candidates)) merged.add(key, position);
    const at = this.#layers.indexOf(merging[0] as ReadonlyMap<K, Candidates>);
    this.#layers = [...this.#layers.slice(0, at), merged.#own, ...this.#layers.slice(at + merging.length)];
    this.#isMerging = false;
  }
}

const positionsIn = (candidates: Candidates): Iterable<number> =>
  typeof candidates === "number" ? [candidates] : candidates;

function firstOf<K>(
  candidates: Candidates | undefined,
  key: K,
  isValid: (position: number, key: K) => boolean,
): number {
  if (candidates === undefined) return -1;
  if (typeof candidates === "number") return isValid(candidates, key) ? candidates : -1;
  for (const position of candidates) if (isValid(position, key)) return position;
  return -1;
}

/** Records by a unique key, in order of creation. No record is ever removed, except by undoing the newest. */
export class Table<K, R> {
  readonly #keyOf: (record: R) => K;
  #records = new Vector<R>();
  #index = new KeyIndex<K>();

  constructor(keyOf: (record: R) => K) {
    this.#keyOf = keyOf;
  }

  readonly #hasKey = (position: number, key: K): boolean => {
    const record = this.#records.get(position);
    return record !== undefined && this.#keyOf(record) === key;
  };

  get size(): number {
    return this.#records.size;
  }

  /** Returns the position of a record; -1 for an unknown key. */
  find(key: K): number {
    return this.#index.find(key, this.#hasKey);
  }

  /** Returns the position of a record. Throws for an unknown key. */
  position(key: K): number {
    const position = this.find(key);
    if (position < 0) throw new Error(`no record ${String(key)}`);
    return position;
  }

  get(key: K): R | undefined {
    const position = this.find(key);
    return position < 0 ? undefined : this.#records.get(position);
  }

  /** Returns the record at a position of an index. */
  at(position: number): R {
    const record = this.#records.get(position);
    if (record === undefined) throw new Error(`an index points at position ${position}, which has no record`);
    return record;
  }

  /** Adds a record and returns its position. */
  add(record: R): number {
    const position = this.#records.size;
    this.#records.push(record);
    this.#index.add(this.#keyOf(record), position);
    return position;
  }

  /** Replaces the record at a position by a record with the same key. */
  replace(position: number, record: R): void {
    this.#records.set(position, record);
  }

  /** Removes the newest record. */
  removeLast(): void {
    const position = this.#records.size - 1;
    this.#index.remove(this.#keyOf(this.at(position)), position);
    this.#records.pop();
  }

  /** Returns a copy in constant time. */
  fork(): Table<K, R> {
    const fork = new Table<K, R>(this.#keyOf);
    fork.#records = this.#records.fork();
    fork.#index = this.#index.fork();
    return fork;
  }

  all(): readonly R[] {
    return this.#records.toArray();
  }

  /** Returns the records that two tables do not share, by key. */
  differences(after: Table<K, R>): Map<K, { readonly before: R | undefined; readonly after: R | undefined }> {
    const keys = new Set<K>();
    for (const position of this.#records.differences(after.#records))
      for (const record of [this.#records.get(position), after.#records.get(position)])
        if (record !== undefined) keys.add(this.#keyOf(record));
    return new Map([...keys].map((key) => [key, { before: this.get(key), after: after.get(key) }]));
  }
}
