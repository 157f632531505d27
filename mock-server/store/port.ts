import type { Profile } from "../model/profile.js";
import type {
  Card,
  CardStatus,
  Client,
  Clock,
  Company,
  Iso,
  Operation,
  Push,
  SequenceKind,
  Sequences,
  Template,
} from "../model/records.js";

/** A value or its promise: memory returns at once, a database later. */
export type Awaitable<T> = T | Promise<T>;

/** A page of a list: `limit` records after the first `offset`. */
export interface Page {
  readonly offset: number;
  readonly limit: number;
}

/** A changed record. `before` is undefined for a new record. */
export type Change =
  | { readonly table: "companies"; readonly before: Company | undefined; readonly after: Company }
  | { readonly table: "templates"; readonly before: Template | undefined; readonly after: Template }
  | { readonly table: "clients"; readonly before: Client | undefined; readonly after: Client }
  | { readonly table: "cards"; readonly before: Card | undefined; readonly after: Card }
  | { readonly table: "operations"; readonly before: undefined; readonly after: Operation }
  | { readonly table: "pushes"; readonly before: undefined; readonly after: Push }
  | { readonly table: "sequences"; readonly before: Sequences; readonly after: Sequences }
  | { readonly table: "clock"; readonly before: Clock; readonly after: Clock }
  | { readonly table: "profile"; readonly before: Profile; readonly after: Profile };

/** A card with its template. */
export interface IssuedCard {
  readonly card: Card;
  readonly template: Template;
}

/** The unique value that another client has already. */
export type ClientConflict = { readonly conflict: "id" | "phone" | "email"; readonly with: Client };

/**
 * Reads and writes the records of one sandbox. All of its changes are applied, or none. Look-ups return undefined for
 * unknown keys. Lists are in order of creation by default.
 */
export interface Transaction {
  /** Returns the seed of generated data in this sandbox, a 32-bit unsigned integer. */
  seed(): Awaitable<number>;
  clock(): Awaitable<Clock>;
  setClock(clock: Clock): Awaitable<void>;
  profile(): Awaitable<Profile>;
  setProfile(profile: Profile): Awaitable<void>;
  /** Returns a company, if the sandbox still has it, and the clock: each request begins with both. */
  companyAndClock(companyId: string): Awaitable<{ readonly company: Company | undefined; readonly clock: Clock }>;
  companies(): Awaitable<readonly Company[]>;

  template(id: number): Awaitable<Template | undefined>;
  templateForUpdate(id: number): Awaitable<Template | undefined>;
  templatesOf(companyId: string): Awaitable<readonly Template[]>;
  insertTemplate(template: Template): Awaitable<boolean>;
  saveTemplate(template: Template): Awaitable<void>;

  client(id: number): Awaitable<Client | undefined>;
  clientForUpdate(id: number): Awaitable<Client | undefined>;
  clientByPhone(templateId: number, phone: string): Awaitable<Client | undefined>;
  clientByEmail(templateId: number, email: string): Awaitable<Client | undefined>;
  clientsByPhone(companyId: string, phone: string): Awaitable<readonly Client[]>;
  clientsByEmail(companyId: string, email: string): Awaitable<readonly Client[]>;
  clientsOf(templateId: number, page: Page): Awaitable<readonly Client[]>;
  /** Returns clients of the template without a card. */
  clientsWithoutCard(templateId: number, page: Page): Awaitable<readonly Client[]>;
  insertClient(client: Client): Awaitable<"inserted" | ClientConflict>;
  saveClient(client: Client): Awaitable<"saved" | ClientConflict>;

  card(serial: string): Awaitable<IssuedCard | undefined>;
  cardForUpdate(serial: string): Awaitable<IssuedCard | undefined>;
  cardsOfClients(clientIds: readonly number[]): Awaitable<readonly Card[]>;
  cardsWithStatus(templateId: number, status: CardStatus, page: Page): Awaitable<readonly Card[]>;
  /** Returns installed cards that have not expired at `now`. */
  validCards(templateId: number, now: Iso, page: Page): Awaitable<readonly Card[]>;
  insertCard(card: Card): Awaitable<boolean>;
  /** Saves a card with the operations that changed it, each with the next id. */
  saveCard(card: Card, operations?: readonly Omit<Operation, "id" | "serial">[]): Awaitable<void>;

  /** Returns operations of a card, newest first. */
  operationsOf(serial: string, page: Page): Awaitable<readonly Operation[]>;
  /** Returns pushes to a card, newest first. */
  pushesOf(serial: string, page: Page): Awaitable<readonly Push[]>;
  /** Adds a push with the next id. */
  addPush(push: Omit<Push, "id">): Awaitable<void>;

  /** Returns the next ordinal of a kind, from 1 on, from which an id is generated. Refused transactions use none. */
  nextOrdinal(kind: Exclude<SequenceKind, "operation" | "push">): Awaitable<number>;
}

/** The result of a committed transaction. */
export interface Committed<T> {
  readonly value: T;
  readonly changes: readonly Change[];
  /** Number of the last transaction before it, which identifies the state that it began with. */
  readonly version: number;
}

/** The sandbox and the company of an access token. */
export interface TokenOwner {
  readonly sandboxId: string;
  readonly company: Company;
}

/** An access token with the profile of its sandbox and the number of its last transaction. */
export interface FoundToken {
  readonly owner: TokenOwner;
  readonly profile: Profile;
  /** Number of the sandbox's last step that no failed write can undo. */
  readonly version: number;
}

/** Data about a sandbox in addition to its records. */
export interface SandboxInfo {
  readonly id: string;
  /** The state that a reset restores. */
  readonly origin: {
    readonly fixture: unknown;
    readonly seed: number;
    readonly now: Iso | null;
    readonly profile: Profile;
  };
  readonly createdAt: Iso;
  readonly expiresAt: Iso | null;
  /** The sandbox that it was forked from; then a reset restores the state of that moment. */
  readonly forkOf?: string;
}

/** A named copy of a sandbox's records. */
export interface SnapshotInfo {
  readonly name: string;
  readonly createdAt: Iso;
}

/** Maximum number and estimated size of a sandbox's snapshots. */
export interface SnapshotLimits {
  readonly count: number;
  readonly bytes: number;
}

/** A state of a sandbox: the present, a snapshot, or the state after a transaction. */
export type Moment = "now" | { readonly snapshot: string } | { readonly version: number };

/** Returns the companies, with tokens, of a sandbox whose records are restored. */
export type CompaniesOf = (restored: readonly Company[], present: readonly Company[]) => readonly Company[];

/** A new sandbox that begins with the records of another. */
export interface Fork extends Partial<Pick<SandboxRecords, "clock" | "profile">> {
  readonly info: SandboxInfo;
  readonly companies: readonly Company[];
}

/** A record that two states have differently. It is undefined in a state that lacks it. */
export type RecordDifference = {
  readonly table: Change["table"];
  readonly key: string | number;
  readonly before: object | undefined;
  readonly after: object | undefined;
};

/** Id of the sandbox that always exists. */
export const defaultSandbox = "default";

/** A sandbox with damaged files, which are not changed until they are repaired or deleted. */
export interface DamagedSandbox {
  readonly id: string;
  /** The file, the damage and how to repair it. */
  readonly reason: string;
  /** Access tokens of its companies, as far as its files are readable. */
  readonly tokens: readonly string[];
}

/** Why a sandbox was not created or replaced. "limit": the maximum number of sandboxes is reached. */
export type SandboxConflict =
  | { readonly conflict: "id" }
  | { readonly conflict: "limit" }
  /** `owner` is the sandbox that has the token; undefined if two companies of the records share it. */
  | { readonly conflict: "token"; readonly owner: string | undefined };

/** All records of a sandbox, in the format of fixtures, exports and state files. */
export interface SandboxRecords {
  readonly seed: number;
  readonly clock: Clock;
  readonly profile: Profile;
  readonly sequences: Sequences;
  readonly companies: readonly Company[];
  readonly templates: readonly Template[];
  readonly clients: readonly Client[];
  readonly cards: readonly Card[];
  readonly operations: readonly Operation[];
  readonly pushes: readonly Push[];
}

/** A sandbox without its larger record lists. */
export interface SandboxOverview extends Pick<SandboxRecords, "seed" | "clock" | "profile" | "companies"> {
  readonly info: SandboxInfo;
}

/** The sandbox does not exist, or was deleted while a transaction waited. */
export class UnknownSandboxError extends Error {
  override name = "UnknownSandboxError" as const;

  constructor(id: string) {
    super(`unknown sandbox ${JSON.stringify(id)}`);
  }
}

/** The sandbox has no snapshot of this name. */
export class UnknownSnapshotError extends Error {
  override name = "UnknownSnapshotError" as const;

  constructor(id: string, snapshot: string) {
    super(`sandbox ${id} has no snapshot ${JSON.stringify(snapshot)}`);
  }
}

/** The state can no longer be rebuilt, because too much has happened since. */
export class StateGoneError extends Error {
  override name = "StateGoneError" as const;

  constructor(id: string) {
    super(`this state of sandbox ${id} is no longer stored; take a snapshot to keep a state`);
  }
}

/** The change would exceed the maximum size of a sandbox's files. Nothing has changed. */
export class StoreFullError extends Error {
  override name = "StoreFullError" as const;

  constructor(id: string, mebibytes: number) {
    super(`sandbox ${id} is full: its files must have at most ${mebibytes} MiB; reset it, or put a smaller state`);
  }
}

/**
 * The store cannot save a change at the moment. Nothing has changed. The status is 507 if the disk is full, otherwise
 * 503.
 */
export class StoreUnavailableError extends Error {
  override name = "StoreUnavailableError" as const;
  readonly status: 503 | 507;

  constructor(message: string, status: 503 | 507, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/** Returns the error of a change that needs an id after the last of its sequence. */
export const noIdsLeft = (kind: SequenceKind): StoreUnavailableError =>
  new StoreUnavailableError(`no ${kind} ids are left; reset the sandbox, or PUT a state with smaller sequences`, 507);

/**
 * Stores sandboxes. Transactions of a sandbox are serializable: `work` may suspend and be repeated, so it only computes
 * and uses its transaction. An error in `work` undoes all of its changes. For a damaged sandbox, or its tokens, all
 * functions except deleteSandbox() and profile() throw StoreUnavailableError.
 */
export interface Store {
  /** Returns the owner of a token, with data of its sandbox that a request needs before its transaction. */
  findToken(token: string): Awaitable<FoundToken | undefined>;
  /** Returns the profile of a sandbox; undefined if it is unknown or damaged. */
  profile(sandboxId: string): Awaitable<Profile | undefined>;
  /** Returns the usable sandboxes. */
  sandboxes(): Awaitable<readonly SandboxInfo[]>;
  damaged(): Awaitable<readonly DamagedSandbox[]>;
  sandbox(id: string): Awaitable<SandboxInfo | undefined>;
  overview(id: string): Awaitable<SandboxOverview | undefined>;
  /**
   * Creates a sandbox, unless `limit` sandboxes exist already. Sandboxes whose lists of records are the same arrays share
   * them until they are changed.
   */
  createSandbox(info: SandboxInfo, records: SandboxRecords, limit?: number): Promise<"done" | SandboxConflict>;
  /**
   * Replaces all records by the result of `replace`, which gets the present records. No other change happens meanwhile.
   * A token of a different sandbox is a conflict. An error in `replace` changes nothing.
   */
  replaceRecords(
    id: string,
    replace: (present: SandboxRecords) => SandboxRecords,
  ): Promise<{ readonly replaced: SandboxRecords } | SandboxConflict>;
  records(id: string): Awaitable<SandboxRecords | undefined>;
  /** Restores the records that the sandbox began with; `fresh` replaces them. */
  reset(id: string, companiesOf: CompaniesOf, fresh?: SandboxRecords): Promise<"done" | SandboxConflict>;
  snapshots(id: string): Awaitable<readonly SnapshotInfo[]>;
  /** Copies the present records. A snapshot of this name, or too many of them, are conflicts. */
  snapshot(
    id: string,
    info: SnapshotInfo,
    limits: SnapshotLimits,
  ): Promise<"done" | { readonly conflict: "name" | "limit" }>;
  /** Throws UnknownSnapshotError. */
  restore(id: string, snapshot: string, companiesOf: CompaniesOf): Promise<"done" | SandboxConflict>;
  deleteSnapshot(id: string, snapshot: string): Promise<boolean>;
  /**
   * Creates a sandbox from a state of another, unless `limit` sandboxes exist already. Throws UnknownSnapshotError or
   * StateGoneError.
   */
  fork(
    sourceId: string,
    moment: Moment,
    forkOf: (source: SandboxOverview) => Fork,
    limit?: number,
  ): Promise<"done" | SandboxConflict>;
  /** Returns the records that differ. Throws UnknownSnapshotError or StateGoneError. */
  differences(id: string, from: Moment, to: Moment): Awaitable<readonly RecordDifference[]>;
  /** Returns the faults of a sandbox, as saved last. */
  faults(id: string): readonly unknown[];
  saveFaults(id: string, faults: readonly unknown[]): Promise<void>;
  deleteSandbox(id: string): Promise<boolean>;
  /**
   * Runs `work` and keeps its changes. Nothing is kept if `work` throws, or if `discards` returns true for its result:
   * then `changes` is empty, and nothing is left in memory, in files or in the sequences of ids.
   */
  transaction<T>(
    sandboxId: string,
    work: (tx: Transaction) => Promise<T>,
    discards?: (value: T) => boolean,
  ): Promise<Committed<T>>;
  /**
   * Runs `work` on the state of a past moment, in milliseconds since 1970, and keeps no change. Throws StateGoneError.
   */
  transactionAt<T>(sandboxId: string, realTime: number, work: (tx: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
