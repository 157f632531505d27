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

/** A value, or the promise of one: memory answers at once, a database later. */
export type Awaitable<T> = T | Promise<T>;

/** A part of a list: `limit` records after the first `offset`. */
export interface Page {
  readonly offset: number;
  readonly limit: number;
}

/** One record that a transaction changed. `before` is undefined for a new record. */
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

/** A card with the template that it is of. */
export interface IssuedCard {
  readonly card: Card;
  readonly template: Template;
}

/** Why a record could not be inserted. */
export type ClientConflict = { readonly conflict: "id" | "phone" | "email"; readonly with: Client };

/**
 * What an operation may do to the records of one sandbox. Either all of it happens or nothing.
 * Look-ups answer undefined for what is not there; lists are in order of creation unless they say otherwise.
 */
export interface Transaction {
  /** Seed of everything that is made up in this sandbox, a 32-bit unsigned integer. */
  seed(): Awaitable<number>;
  clock(): Awaitable<Clock>;
  setClock(clock: Clock): Awaitable<void>;
  profile(): Awaitable<Profile>;
  setProfile(profile: Profile): Awaitable<void>;
  /** What a request needs first: its company, if the sandbox still has it, and the time. */
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
  /** Clients of the template that have no card. */
  clientsWithoutCard(templateId: number, page: Page): Awaitable<readonly Client[]>;
  insertClient(client: Client): Awaitable<"inserted" | ClientConflict>;
  saveClient(client: Client): Awaitable<"saved" | ClientConflict>;

  card(serial: string): Awaitable<IssuedCard | undefined>;
  cardForUpdate(serial: string): Awaitable<IssuedCard | undefined>;
  cardsOfClients(clientIds: readonly number[]): Awaitable<readonly Card[]>;
  cardsWithStatus(templateId: number, status: CardStatus, page: Page): Awaitable<readonly Card[]>;
  /** Installed cards whose expiry date has not come at `now`. */
  validCards(templateId: number, now: Iso, page: Page): Awaitable<readonly Card[]>;
  insertCard(card: Card): Awaitable<boolean>;
  /** Saves a card with the operations that changed it, each under the next id. */
  saveCard(card: Card, operations?: readonly Omit<Operation, "id" | "serial">[]): Awaitable<void>;

  /** Newest first. */
  operationsOf(serial: string, page: Page): Awaitable<readonly Operation[]>;
  /** Newest first. */
  pushesOf(serial: string, page: Page): Awaitable<readonly Push[]>;
  /** Adds a push under the next id. */
  addPush(push: Omit<Push, "id">): Awaitable<void>;

  /** The next ordinal of a kind, from 1 on, of which an id is made. A transaction that is refused uses none up. */
  nextOrdinal(kind: Exclude<SequenceKind, "operation" | "push">): Awaitable<number>;
}

/** What a transaction did, once it is done. */
export interface Committed<T> {
  readonly value: T;
  readonly changes: readonly Change[];
}

/** What an access token opens. */
export interface TokenOwner {
  readonly sandboxId: string;
  readonly company: Company;
}

/** What the server remembers of a sandbox beside its records. */
export interface SandboxInfo {
  readonly id: string;
  /** What reset goes back to. */
  readonly origin: {
    readonly fixture: unknown;
    readonly seed: number;
    readonly now: Iso | null;
    readonly profile: Profile;
  };
  readonly createdAt: Iso;
  readonly expiresAt: Iso | null;
}

/** The sandbox that always exists. */
export const defaultSandbox = "default";

/** A sandbox whose files cannot be used. They stay as they are until they are repaired or deleted. */
export interface DamagedSandbox {
  readonly id: string;
  /** Names the file and the damage, and says how to repair it. */
  readonly reason: string;
  /** Access tokens of its companies, as far as its files can be read. */
  readonly tokens: readonly string[];
}

/** Why a sandbox was not made or not replaced; "limit": there are as many as there may be. */
export type SandboxConflict =
  | { readonly conflict: "id" }
  | { readonly conflict: "limit" }
  /** `owner` is the other sandbox; undefined if two companies of the records share a token. */
  | { readonly conflict: "token"; readonly owner: string | undefined };

/** All records of a sandbox, in the one format that fixtures, exports and files share. */
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

/** What there is to know of a sandbox without its records. */
export interface SandboxOverview extends Pick<SandboxRecords, "seed" | "clock" | "profile" | "companies"> {
  readonly info: SandboxInfo;
}

/** The sandbox is not there, or was deleted while a transaction waited for its turn. */
export class UnknownSandboxError extends Error {
  override name = "UnknownSandboxError" as const;

  constructor(id: string) {
    super(`unknown sandbox ${JSON.stringify(id)}`);
  }
}

/** The files of a sandbox would get larger than they may be. Nothing has changed. */
export class StoreFullError extends Error {
  override name = "StoreFullError" as const;

  constructor(id: string, mebibytes: number) {
    super(`sandbox ${id} is full: its files must have at most ${mebibytes} MiB; reset it, or put a smaller state`);
  }
}

/**
 * The store cannot take a change at this moment; nothing of the change has happened. The status is 507 if there is no
 * space left, and 503 otherwise.
 */
export class StoreUnavailableError extends Error {
  override name = "StoreUnavailableError" as const;
  readonly status: 503 | 507;

  constructor(message: string, status: 503 | 507, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/** The error of a change that needs another id when the sequence has given out its last. */
export const noIdsLeft = (kind: SequenceKind): StoreUnavailableError =>
  new StoreUnavailableError(`no ${kind} ids are left: reset the sandbox, or PUT a state with smaller sequences`, 507);

/**
 * Where sandboxes live. Adapters give serializable results per sandbox: `work` may suspend and may be run
 * again, so it only computes and uses the transaction it is given. A throw inside `work` undoes all of it.
 * For a damaged sandbox, or a token of one, all methods but deleteSandbox() and reading() throw StoreUnavailableError.
 */
export interface Store {
  /** What a token opens, with the profile of the sandbox, which a request needs before its transaction. */
  findToken(token: string): Awaitable<{ readonly owner: TokenOwner; readonly profile: Profile } | undefined>;
  /** The profile of a sandbox; undefined if there is none, or it is damaged. */
  profile(sandboxId: string): Awaitable<Profile | undefined>;
  /** Those that can be used. */
  sandboxes(): Awaitable<readonly SandboxInfo[]>;
  damaged(): Awaitable<readonly DamagedSandbox[]>;
  sandbox(id: string): Awaitable<SandboxInfo | undefined>;
  overview(id: string): Awaitable<SandboxOverview | undefined>;
  /** Makes a sandbox, unless there are `limit` already. */
  createSandbox(info: SandboxInfo, records: SandboxRecords, limit?: number): Promise<"done" | SandboxConflict>;
  /**
   * Replaces all records by those that `replace` returns for the present ones; nothing else changes the sandbox
   * meanwhile. A token that another sandbox has is a conflict. A throw inside `replace` changes nothing.
   */
  replaceRecords(
    id: string,
    replace: (present: SandboxRecords) => SandboxRecords,
  ): Promise<{ readonly replaced: SandboxRecords } | SandboxConflict>;
  records(id: string): Awaitable<SandboxRecords | undefined>;
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
  close(): Promise<void>;
}
