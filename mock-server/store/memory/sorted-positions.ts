/** Number of positions from which a chunk is split. */
const maxChunk = 512;

interface Chunk {
  /** The list that may change the chunk. */
  readonly owner: object;
  readonly items: number[];
}

/** Returns a negative number if the first position comes first. */
export type Order = (a: number, b: number) => number;

const ascending: Order = (a, b) => a - b;

/**
 * A sorted list of positions without duplicates. Any page is found by its offset. A fork shares all chunks; each side
 * copies a chunk before it changes it. All calls on a list must pass the same order.
 */
export class SortedPositions {
  /** Without empty chunks. */
  #chunks: Chunk[] = [];
  #ownsChunks = true;
  #owner: object = {};
  #size = 0;

  add(position: number, order: Order = ascending): void {
    const number = Math.max(0, this.#chunkOf(position, order));
    const { items } = this.#ownChunk(number);
    const at = lowerBound(items, position, order);
    if (items[at] === position) return;
    this.#size += 1;
    if (items.length < maxChunk) items.splice(at, 0, position);
    else {
      // Positions are mostly added at the end: then the full chunk stays full.
      const rest = at === items.length ? [] : items.splice(maxChunk / 2);
      const next = { owner: this.#owner, items: rest };
      this.#chunks.splice(number + 1, 0, next);
      const target = at <= items.length && rest.length > 0 ? items : rest;
      target.splice(lowerBound(target, position, order), 0, position);
    }
  }

  remove(position: number, order: Order = ascending): void {
    const number = this.#chunkOf(position, order);
    const found = this.#chunks[number]?.items;
    if (found === undefined) return;
    const at = lowerBound(found, position, order);
    if (found[at] !== position) return;
    const { items } = this.#ownChunk(number);
    items.splice(at, 1);
    this.#size -= 1;
    if (items.length === 0) this.#chunks.splice(number, 1);
  }

  page(offset: number, limit: number): number[] {
    const page: number[] = [];
    let { number, first } = this.#chunkAt(offset);
    for (; page.length < limit && number < this.#chunks.length; number += 1) {
      const { items } = this.#chunks[number] as Chunk;
      const from = Math.max(0, offset - first);
      page.push(...items.slice(from, from + limit - page.length));
      first += items.length;
    }
    return page;
  }

  /** Returns the number of the chunk with an offset, and the offset of its first position. Searches from the nearer end. */
  #chunkAt(offset: number): { number: number; first: number } {
    const lengthOf = (number: number) => (this.#chunks[number] as Chunk).items.length;
    if (offset >= this.#size) return { number: this.#chunks.length, first: this.#size };
    if (offset < this.#size / 2) {
      let [number, first] = [0, 0];
      for (; first + lengthOf(number) <= offset; number += 1) first += lengthOf(number);
      return { number, first };
    }
    let [number, first] = [this.#chunks.length, this.#size];
    while (first > offset) {
      number -= 1;
      first -= lengthOf(number);
    }
    return { number, first };
  }

  /** Yields the positions from the first that `isBefore` does not accept; it must accept a beginning of the list. */
  *from(isBefore: (position: number) => boolean): Generator<number> {
    for (const { items } of this.#chunks) {
      if (isBefore(items.at(-1) as number)) continue;
      for (const position of items) if (!isBefore(position)) yield position;
    }
  }

  /** Returns the number of the last chunk that begins at or before a position; -1 if it comes before all. */
  #chunkOf(position: number, order: Order): number {
    let [from, to] = [0, this.#chunks.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (order((this.#chunks[middle] as Chunk).items[0] as number, position) <= 0) from = middle + 1;
      else to = middle;
    }
    return from - 1;
  }

  /** Returns a chunk that only this list has, after copying it if it is shared. */
  #ownChunk(number: number): Chunk {
    if (!this.#ownsChunks) this.#chunks = this.#chunks.slice();
    this.#ownsChunks = true;
    const chunk = this.#chunks[number];
    if (chunk?.owner === this.#owner) return chunk;
    const owned = { owner: this.#owner, items: chunk === undefined ? [] : chunk.items.slice() };
    this.#chunks[number] = owned;
    return owned;
  }

  /** Returns a copy in constant time. */
  fork(): SortedPositions {
    const fork = new SortedPositions();
    fork.#chunks = this.#chunks;
    fork.#size = this.#size;
    fork.#ownsChunks = false;
    this.#ownsChunks = false;
    this.#owner = {};
    return fork;
  }
}

/** Returns the index of the first item that does not come before a position. */
function lowerBound(items: readonly number[], position: number, order: Order): number {
  let [from, to] = [0, items.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (order(items[middle] as number, position) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}
