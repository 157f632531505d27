import type { Company, Iso } from "../../model/records.js";
import type { Change, SandboxInfo, SnapshotInfo } from "../port.js";
import type { Tables } from "./tables.js";

/** A named copy of a sandbox's records, which never changes. */
export interface Snapshot extends SnapshotInfo {
  readonly tables: Tables;
  /** Number of the last step before it. */
  readonly version: number;
}

/** A sandbox with its present records. */
export interface StoredSandbox {
  readonly info: SandboxInfo;
  /** The records that a reset restores. They never change, and several sandboxes may share their `root`. */
  readonly origin: Tables;
  readonly tables: Tables;
  /** Number of the last step. */
  readonly version: number;
  /** In order of creation. */
  readonly snapshots: ReadonlyMap<string, Snapshot>;
  readonly faults: readonly unknown[];
}

/** Returns a sandbox; undefined if it does not exist. */
export type GetSandbox = (sandboxId: string) => StoredSandbox | undefined;

/** One step in the life of a sandbox. */
export type JournalStep =
  | { readonly changes: readonly Change[] }
  | { readonly snapshot: string; readonly createdAt: Iso }
  | { readonly deletedSnapshot: string }
  /** `companies` have the tokens after the step. */
  | { readonly restored: string; readonly companies: readonly Company[] }
  | { readonly reset: true; readonly companies: readonly Company[] }
  | { readonly faults: readonly unknown[] };

/** The sandbox and the version whose records a fork begins with. */
export interface ForkSource {
  readonly sandboxId: string;
  readonly version: number;
}

/** Persists the sandboxes of a store. It is called before memory changes, so that its errors undo the change. */
export interface Persistence {
  /** Called first, with a function that returns a sandbox after its last step. Its records must not change later. */
  attach(getSandbox: GetSandbox): void;
  /** Persists a new sandbox, whose records those of `source` may be. */
  create(sandbox: StoredSandbox, source?: ForkSource): Promise<void>;
  /** Persists a sandbox whose records are all replaced. */
  replace(sandbox: StoredSandbox): Promise<void>;
  /**
   * Persists a step, or throws. The promise, if any, must resolve before the response is sent. Without changes it
   * resolves when everything that the transaction read is on the disk. Steps other than transactions are on the disk
   * when it resolves, and have not happened if it rejects.
   */
  commit(sandboxId: string, step: JournalStep): Promise<void> | undefined;
  delete(sandboxId: string): Promise<void>;
  close(): Promise<void>;
}
