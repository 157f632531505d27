import type { RecordDifference } from "../port.js";
import type { Log, Table, Vector } from "./table.js";

/** Yields the positions at which two vectors differ. Shared pages are skipped. */
function* differingPositions<T>(before: Vector<T>, after: Vector<T>): Generator<number> {
  const size = Math.max(before.size, after.size);
  for (let at = 0; at < size; at += 1) {
    const isShared = at < before.size && at < after.size && before.sharesPage(at, after);
    if (!isShared && before.get(at) !== after.get(at)) yield at;
  }
}

/** Yields the records that two tables do not share, by key. */
export function* tableDifferences<K extends string | number, R extends object>(
  table: RecordDifference["table"],
  before: Table<K, R>,
  after: Table<K, R>,
): Generator<RecordDifference> {
  const keys = new Set<K>();
  for (const position of differingPositions(before.records, after.records))
    for (const record of [before.records.get(position), after.records.get(position)])
      if (record !== undefined) keys.add(before.keyOf(record));
  for (const key of keys) yield { table, key, before: before.get(key), after: after.get(key) };
}

/** Yields the records that only one of two logs has. */
export function* logDifferences<R extends { readonly id: number }>(
  table: RecordDifference["table"],
  before: Log<R>,
  after: Log<R>,
): Generator<RecordDifference> {
  const removed: R[] = [];
  const added: R[] = [];
  for (const position of differingPositions(before.records, after.records)) {
    const [was, is] = [before.records.get(position), after.records.get(position)];
    if (was !== undefined) removed.push(was);
    if (is !== undefined) added.push(is);
  }
  for (const record of removed) yield { table, key: record.id, before: record, after: undefined };
  for (const record of added) yield { table, key: record.id, before: undefined, after: record };
}
