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

  /** Yields the positions at which two vectors may differ. Shared pages are skipped. */
  *differences(other: Vector<T>): Generator<number> {
    const size = Math.max(this.#size, other.#size);
    for (let from = 0; from < size; from += pageSize) {
      const number = from / pageSize;
      const isShared = this.#pages[number] === other.#pages[number];
      for (let at = from; at < Math.min(from + pageSize, size); at += 1)
        if (!isShared || at >= this.#size || at >= other.#size) if (this.get(at) !== other.get(at)) yield at;
    }
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

  get size(): number {
    return this.#records.size;
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

  all(): readonly R[] {
    return this.#records.toArray();
  }

  /** Returns the records that only one of two logs has. */
  differences(after: Log<R>): { readonly removed: readonly R[]; readonly added: readonly R[] } {
    const removed: R[] = [];
    const added: R[] = [];
    for (const position of this.#records.differences(after.#records)) {
      const [was, is] = [this.#records.get(position), after.#records.get(position)];
      if (was !== undefined) removed.push(was);
      if (is !== undefined) added.push(is);
    }
    return { removed, added };
  }
}
