import { Map as ImmutableMap } from "immutable";

/** A record in a log, linked to earlier records. */
interface Entry<R> {
  readonly record: R;
  /** The previous entry of any card. */
  readonly before: Entry<R> | undefined;
  /** The previous entry of the same card. */
  readonly older: Entry<R> | undefined;
  /** An earlier entry of the same card, for fast look-up: see {@link jumpFrom}. */
  readonly jump: Entry<R> | undefined;
  /** Number of the card's entries up to this entry. */
  readonly count: number;
}

const countOf = (entry: Entry<unknown> | undefined): number => entry?.count ?? 0;

/**
 * Returns the jump target of the entry after `newest`: it skips two jumps of equal length, otherwise it is `newest`.
 * Any entry is found in O(log n) (E. W. Myers, An applicative random-access stack, 1983).
 */
function jumpFrom<R>(newest: Entry<R> | undefined): Entry<R> | undefined {
  const first = newest?.jump;
  const second = first?.jump;
  const areAlike = countOf(newest) - countOf(first) === countOf(first) - countOf(second);
  return areAlike ? second : newest;
}

/**
 * An immutable, append-only list of records, in order of creation and by serial number of their card. A new log shares
 * all earlier entries. Adding must be cheap, because almost every change of a card does it.
 */
export class Log<R extends { readonly serial: string }> {
  readonly #newest: Entry<R> | undefined;
  readonly #size: number;
  readonly #bySerial: ImmutableMap<string, Entry<R>>;

  private constructor(newest: Entry<R> | undefined, size: number, bySerial: ImmutableMap<string, Entry<R>>) {
    this.#newest = newest;
    this.#size = size;
    this.#bySerial = bySerial;
  }

  static empty<R extends { readonly serial: string }>(): Log<R> {
    return new Log<R>(undefined, 0, ImmutableMap());
  }

  add(record: R): Log<R> {
    const older = this.#bySerial.get(record.serial);
    const entry = { record, before: this.#newest, older, jump: jumpFrom(older), count: countOf(older) + 1 };
    return new Log(entry, this.#size + 1, this.#bySerial.set(record.serial, entry));
  }

  /** Returns the card's records, newest first. */
  newest(serial: string, offset: number, limit: number): readonly R[] {
    let entry = this.#bySerial.get(serial);
    const count = countOf(entry) - offset;
    while (entry !== undefined && entry.count > count) entry = countOf(entry.jump) >= count ? entry.jump : entry.older;
    const records: R[] = [];
    for (; entry !== undefined && records.length < limit; entry = entry.older) records.push(entry.record);
    return records;
  }

  all(): readonly R[] {
    const records = new Array<R>(this.#size);
    let place = this.#size;
    for (let entry = this.#newest; entry !== undefined; entry = entry.before) {
      place -= 1;
      records[place] = entry.record;
    }
    return records;
  }
}
