import createTree, { type Tree } from "functional-red-black-tree";
import type { Iso } from "../../model/records.js";

/** An immutable list of keys by position, in order of creation. Any page is found in O(log n + page). */
export class Ranked<K> {
  readonly #tree: Tree<number, K>;

  private constructor(tree: Tree<number, K>) {
    this.#tree = tree;
  }

  static empty<K>(): Ranked<K> {
    return new Ranked<K>(createTree((a, b) => a - b));
  }

  with(position: number, key: K): Ranked<K> {
    return new Ranked(this.#tree.remove(position).insert(position, key));
  }

  without(position: number): Ranked<K> {
    return new Ranked(this.#tree.remove(position));
  }

  page(offset: number, limit: number): K[] {
    const keys: K[] = [];
    if (offset >= this.#tree.length) return keys;
    const at = this.#tree.at(offset);
    while (at.valid && keys.length < limit) {
      keys.push(at.value as K);
      at.next();
    }
    return keys;
  }
}

type Expiring = { readonly at: Iso; readonly position: number };

const byDate = (a: Expiring, b: Expiring) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.position - b.position);

/**
 * An immutable list of the keys that have not expired at a moment. Moving it to another moment touches only the keys
 * that expire in between. Time can go both ways in a sandbox.
 */
export class Unexpired<K> {
  readonly #valid: Ranked<K>;
  readonly #dates: Tree<Expiring, K>;
  readonly #asOf: Iso;

  private constructor(valid: Ranked<K>, dates: Tree<Expiring, K>, asOf: Iso) {
    this.#valid = valid;
    this.#dates = dates;
    this.#asOf = asOf;
  }

  static empty<K>(): Unexpired<K> {
    return new Unexpired<K>(Ranked.empty(), createTree(byDate), "");
  }

  with(position: number, key: K, expiresAt: Iso | null): Unexpired<K> {
    const dates = expiresAt === null ? this.#dates : this.#dates.insert({ at: expiresAt, position }, key);
    const valid = expiresAt === null || expiresAt > this.#asOf ? this.#valid.with(position, key) : this.#valid;
    return new Unexpired(valid, dates, this.#asOf);
  }

  without(position: number, expiresAt: Iso | null): Unexpired<K> {
    const dates = expiresAt === null ? this.#dates : this.#dates.remove({ at: expiresAt, position });
    return new Unexpired(this.#valid.without(position), dates, this.#asOf);
  }

  /** Returns the same keys as of `now`. */
  at(now: Iso): Unexpired<K> {
    if (now === this.#asOf) return this;
    let valid = this.#valid;
    const [from, to] = now > this.#asOf ? [this.#asOf, now] : [now, this.#asOf];
    const crossing = this.#dates.gt({ at: from, position: Number.MAX_SAFE_INTEGER });
    for (; crossing.valid && (crossing.key as Expiring).at <= to; crossing.next()) {
      const { position } = crossing.key as Expiring;
      valid = to === now ? valid.without(position) : valid.with(position, crossing.value as K);
    }
    return new Unexpired(valid, this.#dates, now);
  }

  page(offset: number, limit: number): K[] {
    return this.#valid.page(offset, limit);
  }
}
