import type { Snapshot } from "../memory/persistence.js";
import type { OwnRecords } from "../memory/tables.js";
import type { SandboxInfo, SandboxRecords } from "../port.js";

/** A state in the files of a sandbox: the state of a base after the journal's step `version`. */
export interface Place {
  readonly base: number;
  readonly version: number;
}

/** A base file and the journals with the steps after it. Several sandboxes may share these files. */
export interface Base {
  /** Number in the name of the file, and of the first journal after it. */
  readonly generation: number;
  /** Number of the last step in the file. */
  readonly version: number;
  /** The sandbox's own records at the beginning, or at the last fork. Shared files have those of another sandbox. */
  readonly own: OwnRecords;
  /** Number of the last journal with steps after it; undefined for the present base. */
  readonly end?: number | undefined;
  /** Journals before `generation` are those of a fork's source, and count up to step `version`. */
  readonly forks?: readonly { readonly version: number; readonly generation: number }[] | undefined;
}

/** The content of `<id>.json`: everything about a sandbox except its records. */
export interface Head {
  readonly info: SandboxInfo;
  /** The state that a reset restores. */
  readonly origin: Place;
  /** By generation. The last base is the present base. */
  readonly bases: readonly Base[];
  readonly snapshots: readonly (Place & Pick<Snapshot, "name" | "createdAt">)[];
  readonly faults: readonly unknown[];
}

/** A state file with all records of a sandbox, as older versions and exports have it. */
export interface WholeState {
  readonly info: SandboxInfo;
  readonly records: SandboxRecords;
  /** The records that a reset restores. */
  readonly origin: SandboxRecords;
  /** Number of the last step in the records; undefined for records that no server has written. */
  readonly journal: number | undefined;
}

/** Converts the content of files. Functions throw an Error with the path of an invalid value. */
export interface StateFormat {
  encodeHead(head: Head): object;
  /** Returns undefined for a file with all records. */
  decodeHead(value: object): Head | undefined;
  encodeRecords(records: SandboxRecords): object;
  decodeRecords(value: object, own: OwnRecords): SandboxRecords;
  decodeWholeState(value: object, id: string): Promise<WholeState>;
  validate(records: SandboxRecords): void;
}
