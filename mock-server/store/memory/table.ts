import { type Candidates, eachPosition, type Layer, layersToMerge, positionsIn } from "./index-layers.js";

/** Records per page. A first change after a fork copies one page and the list of pages. */
const pageSize = 256;

interface VectorPage<T> {
  /** The vector that may change the page. */
  readonly owner: object;
  readonly items: T[];
}

/** A list of values by position. A fork shares all pages; each side copies a page before it changes it. */
export class Vector<T> {
  #pages: VectorPage<T>[] = [];
  #ownsPages = true;
  /** Identifies this vector since its last fork. */
  #owner: object = {};
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(position: number): T | undefined {
    return position < this.#size ? this.#pages[Math.floor(position / pageSize)]?.items[position % pageSize] : undefined;
  }

  set(position: number, value: T): void {
    if (position >= this.#size) throw new RangeError(`no position ${position} in a vector of ${this.#size}`);
    this.#ownPage(Math.floor(position / pageSize)).items[position % pageSize] = value;
  }

  push(value: T): void {
    this.#ownPage(Math.floor(this.#size / pageSize)).items[this.#size % pageSize] = value;
    this.#size += 1;
  }

  pop(): void {
    this.#size -= 1;
  }

  /** Returns a page that only this vector has, after copying it if it is shared. */
  #ownPage(number: number): VectorPage<T> {
    const page = this.#pages[number];
    if (page?.owner === this.#owner) return page;
    if (!this.#ownsPages) this.#pages = this.#pages.slice();
    this.#ownsPages = true;
    const owned = { owner: this.#owner, items: page === undefined ? [] : page.items.slice() };
    this.#pages[number] = owned;
    return owned;
  }

  /** Returns a copy in constant time. */
  fork(): Vector<T> {
    const fork = new Vector<T>();
    fork.#pages = this.#pages;
    fork.#size = this.#size;
    fork.#ownsPages = false;
    this.#ownsPages = false;
    this.#owner = {};
    return fork;
  }

  toArray(): T[] {
    const pages = Math.ceil(this.#size / pageSize);
    const all: T[] = [];
    for (let number = 0; number < pages; number += 1) {
      const { items } = this.#pages[number] as VectorPage<T>;
      const end = Math.min(items.length, this.#size - number * pageSize);
      for (let at = 0; at < end; at += 1) all.push(items[at] as T);
    }
    return all;
  }

  /** Returns whether two vectors have the same page at a position. */
  sharesPage(position: number, other: Vector<T>): boolean {
    const number = Math.floor(position / pageSize);
    return this.#pages[number] === other.#pages[number];
  }
}

/** Size up to which a fork copies the newest layer of an index instead of sharing it. */
const copiedEntries = 256;

/**
 * Finds records by a key that several may have. A fork shares older layers, which never change. So a position is a hint
 * only: the record there may have another key by now.
 */
export class KeyIndex<K> {
  #own = new Map<K, Candidates>();
  /** Frozen layers, newest first. */
  #layers: readonly Layer<K>[] = [];
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

  /** Merges frozen layers in the background, so that there are few. */
  async #mergeLayers(): Promise<void> {
    if (this.#isMerging) return;
    const merging = layersToMerge(this.#layers);
    if (merging.length < 2) return;
    this.#isMerging = true;
    const merged = new KeyIndex<K>();
    await eachPosition(merging, (key, position) => merged.add(key, position));
    // Newer layers may have been added before them.
    const at = this.#layers.indexOf(merging[0] as Layer<K>);
    this.#layers = this.#layers.toSpliced(at, merging.length, merged.#own);
    this.#isMerging = false;
  }
}

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

  /** By position. */
  get records(): Vector<R> {
    return this.#records;
  }

  keyOf(record: R): K {
    return this.#keyOf(record);
  }

  readonly #hasKey = (position: number, key: K): boolean => {
    const record = this.#records.get(position);
    return record !== undefined && this.#keyOf(record) === key;
  };

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
}

/** Positions of a card's records, oldest first. Several versions share a list, of which each has the first `count`. */
interface CardEntries {
  readonly positions: number[];
  readonly count: number;
}

/** An append-only list of records, in order of creation and by card. A fork is a copy in constant time. */
export class Log<R> {
  #records = new Vector<R>();
  /** By position of the card. */
  #ofCard = new Vector<CardEntries | undefined>();

  /** In order of creation. */
  get records(): Vector<R> {
    return this.#records;
  }

  /** Adds a record of the card at a position. */
  add(card: number, record: R): void {
    while (this.#ofCard.size <= card) this.#ofCard.push(undefined);
    const { positions, count } = this.#ofCard.get(card) ?? { positions: [], count: 0 };
    // A version with a shorter part of the list must not overwrite the rest.
    const own = positions.length === count ? positions : positions.slice(0, count);
    own.push(this.#records.size);
    this.#records.push(record);
    this.#ofCard.set(card, { positions: own, count: count + 1 });
  }

  /** Removes the newest record, which belongs to the card at a position. */
  removeLast(card: number): void {
    const { positions, count } = this.#ofCard.get(card) as CardEntries;
    this.#ofCard.set(card, { positions, count: count - 1 });
    this.#records.pop();
  }

  /** Returns the card's records, newest first. */
  newest(card: number, offset: number, limit: number): readonly R[] {
    const { positions, count } = this.#ofCard.get(card) ?? { positions: [], count: 0 };
    const end = Math.max(0, count - offset);
    const page = positions.slice(Math.max(0, end - limit), end).reverse();
    return page.map((position) => this.#records.get(position) as R);
  }

  /** Returns a copy in constant time. */
  fork(): Log<R> {
    const fork = new Log<R>();
    fork.#records = this.#records.fork();
    fork.#ofCard = this.#ofCard.fork();
    return fork;
  }
}
