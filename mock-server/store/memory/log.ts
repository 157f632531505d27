import { Map as ImmutableMap, List } from "immutable";

/**
 * An immutable, append-only list of records, in order of creation and by serial number of their card. A new log shares
 * all earlier records.
 */
export class Log<R extends { readonly serial: string }> {
  readonly #records: List<R>;
  readonly #bySerial: ImmutableMap<string, List<R>>;

  private constructor(records: List<R>, bySerial: ImmutableMap<string, List<R>>) {
    this.#records = records;
    this.#bySerial = bySerial;
  }

  static empty<R extends { readonly serial: string }>(): Log<R> {
    return new Log<R>(List(), ImmutableMap());
  }

  add(record: R): Log<R> {
    const ofCard = this.#bySerial.get(record.serial) ?? List<R>();
    return new Log(this.#records.push(record), this.#bySerial.set(record.serial, ofCard.push(record)));
  }

  /** Returns the card's records, newest first. */
  newest(serial: string, offset: number, limit: number): readonly R[] {
    const ofCard = this.#bySerial.get(serial) ?? List<R>();
    const end = Math.max(0, ofCard.size - offset);
    return ofCard
      .slice(Math.max(0, end - limit), end)
      .toArray()
      .reverse();
  }

  all(): readonly R[] {
    return this.#records.toArray();
  }
}
