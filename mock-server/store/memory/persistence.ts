import type { Change, SandboxInfo } from "../port.js";
import type { Tables } from "./tables.js";

/** Returns the present records of a sandbox; undefined if it does not exist. */
export type GetSandbox = (sandboxId: string) => StoredSandbox | undefined;

/** A sandbox with its present records. */
export interface StoredSandbox {
  readonly info: SandboxInfo;
  readonly tables: Tables;
}

/** Persists the sandboxes of a store. It is called before memory changes, so that its errors undo the change. */
export interface Persistence {
  /** Called first, with a function that returns a sandbox's present records. */
  attach(getSandbox: GetSandbox): void;
  /** Persists a sandbox that is new, or whose records are all replaced. */
  replace(persisted: StoredSandbox): Promise<void>;
  /**
   * Persists the changes of a transaction, or throws. The promise, if any, must resolve before the response is sent.
   * Without changes it resolves when everything that the transaction read is on the disk.
   */
  commit(sandboxId: string, changes: readonly Change[]): Promise<void> | undefined;
  delete(sandboxId: string): Promise<void>;
  close(): Promise<void>;
}
