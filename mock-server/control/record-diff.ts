import { isDeepStrictEqual } from "node:util";
import type { RecordDifference } from "../store/port.js";

/** The values of a field; a value is missing if the record does not have the field. */
export type FieldDiff = { readonly before?: unknown; readonly after?: unknown };

/** A record that differs between two states. */
export interface RecordDiff {
  readonly table: string;
  /** Serial number or id; the name of the table if it has only one record. */
  readonly key: string;
  readonly change: "added" | "changed" | "removed";
  /** The fields that differ. */
  readonly fields: Readonly<Record<string, FieldDiff>>;
}

/** Returns the records that differ, field by field. Sequences of ids and tokens are left out. */
export function recordDiffs(differences: readonly RecordDifference[]): readonly RecordDiff[] {
  const found: RecordDiff[] = [];
  for (const { table, key, before, after } of joined(differences)) {
    if (table === "sequences") continue;
    const fields = fieldDiffs(before ?? {}, after ?? {});
    if (Object.keys(fields).length === 0) continue;
    const change = before === undefined ? "added" : after === undefined ? "removed" : "changed";
    found.push({ table, key: String(key), change, fields });
  }
  return found;
}

/** Joins a removed and an added record of the same key to one changed record. */
function joined(differences: readonly RecordDifference[]): Iterable<RecordDifference> {
  const byKey = new Map<string, RecordDifference>();
  for (const difference of differences) {
    const id = `${difference.table} ${difference.key}`;
    const other = byKey.get(id);
    const { before = other?.before, after = other?.after } = difference;
    byKey.set(id, { ...difference, before, after });
  }
  return byKey.values();
}

function fieldDiffs(before: object, after: object): Record<string, FieldDiff> {
  const fields: Record<string, FieldDiff> = {};
  const was = new Map<string, unknown>(Object.entries(before));
  const is = new Map<string, unknown>(Object.entries(after));
  for (const name of new Set([...was.keys(), ...is.keys()])) {
    if (name === "token" || isDeepStrictEqual(was.get(name), is.get(name))) continue;
    fields[name] = {
      ...(was.has(name) && { before: was.get(name) }),
      ...(is.has(name) && { after: is.get(name) }),
    };
  }
  return fields;
}
