import type { SnapshotLimits } from "../port.js";
import type { StoredSandbox } from "./persistence.js";

/** Estimated memory of a record with its indexes, in bytes. */
const bytesPerRecord = 500;

/** Returns whether there is room for a snapshot of the present records. */
export const hasRoomForSnapshot = (sandbox: StoredSandbox, { count, bytes }: SnapshotLimits): boolean =>
  sandbox.snapshots.size < count && snapshotBytes(sandbox) <= bytes;

/** Estimates the memory of the records that only snapshots have, if a snapshot were taken now. */
function snapshotBytes({ tables, origin, snapshots, ...present }: StoredSandbox): number {
  const known = new Set([tables.root, origin.root]);
  let [records, version] = [0, present.version];
  for (const snapshot of [...snapshots.values()].reverse()) {
    const { root, size } = snapshot.tables;
    if (!known.has(root)) records += size;
    known.add(root);
    // A step changes about two records.
    records += Math.min(2 * Math.max(0, version - snapshot.version), size);
    version = snapshot.version;
  }
  return records * bytesPerRecord;
}
