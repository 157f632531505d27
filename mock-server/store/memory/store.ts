import type { Profile } from "../../model/profile.js";
import type { Company } from "../../model/records.js";
import { DamagedSandboxes, ensureUsable } from "../damaged-sandboxes.js";
import {
  type Committed,
  type CompaniesOf,
  type DamagedSandbox,
  type Fork,
  type FoundToken,
  type Moment,
  type RecordDifference,
  type SandboxConflict,
  type SandboxInfo,
  type SandboxOverview,
  type SandboxRecords,
  type SnapshotInfo,
  type SnapshotLimits,
  StateGoneError,
  type Store,
  StoreUnavailableError,
  type TokenOwner,
  type Transaction,
  UnknownSandboxError,
} from "../port.js";
import { AccessTokens } from "./access-tokens.js";
import type { ForkSource, JournalStep, Persistence, StoredSandbox } from "./persistence.js";
import { MemorySandbox } from "./sandbox.js";
import { hasRoomForSnapshot } from "./snapshot-room.js";
import { ownOf, Tables } from "./tables.js";
import { MemoryTransaction } from "./transaction.js";

/** The sandboxes of one process. Memory is the truth; an optional persistence writes it to disk. */
export class MemoryStore implements Store {
  readonly #sandboxes = new Map<string, MemorySandbox>();
  readonly #tokenOwners = new Map<string, TokenOwner>();
  readonly #tokens: AccessTokens;
  /** Sandboxes that are reserved while their persistence is running. */
  readonly #coming = new Map<string, Promise<unknown>>();
  /** Tables by the records that they were built from. */
  readonly #built = new WeakMap<readonly object[], { readonly records: SandboxRecords; readonly tables: Tables }>();
  readonly #damaged: DamagedSandboxes;
  readonly #persistence: Persistence | undefined;
  readonly #realNow: () => number;
  #isClosed = false;

  constructor(
    persistence?: Persistence,
    persisted: readonly StoredSandbox[] = [],
    damaged: readonly DamagedSandbox[] = [],
    realNow: () => number = Date.now,
  ) {
    this.#persistence = persistence;
    this.#damaged = new DamagedSandboxes(damaged);
    this.#tokens = new AccessTokens(this.#tokenOwners, this.#damaged);
    this.#realNow = realNow;
    for (const sandbox of persisted) {
      this.#sandboxes.set(sandbox.info.id, new MemorySandbox(sandbox));
      this.#tokens.open(sandbox.info.id, sandbox.tables.companies);
    }
    persistence?.attach((id) => this.#sandboxes.get(id)?.committed());
  }

  findToken(token: string): FoundToken | undefined {
    const owner = this.#tokenOwners.get(token);
    if (owner === undefined) ensureUsable(this.#damaged.ownerOf(token));
    const sandbox = owner && this.#sandboxes.get(owner.sandboxId);
    return sandbox && { owner, profile: sandbox.overview.profile, version: sandbox.lastingVersion };
  }

  profile(sandboxId: string): Profile | undefined {
    return this.#sandboxes.get(sandboxId)?.overview.profile;
  }

  sandboxes(): readonly SandboxInfo[] {
    return [...this.#sandboxes.values()].map(({ info }) => info);
  }

  damaged(): readonly DamagedSandbox[] {
    return this.#damaged.all;
  }

  sandbox(id: string): SandboxInfo | undefined {
    return this.#usable(id)?.info;
  }

  overview(id: string): SandboxOverview | undefined {
    return this.#usable(id)?.overview;
  }

  async records(id: string): Promise<SandboxRecords | undefined> {
    const sandbox = this.#usable(id);
    if (sandbox === undefined) return undefined;
    // A running transaction may have changed the tables.
    await sandbox.enter();
    const records = sandbox.tables.records();
    sandbox.leave();
    return records;
  }

  async createSandbox(info: SandboxInfo, records: SandboxRecords, limit?: number): Promise<"done" | SandboxConflict> {
    return this.#create(info, records.companies, () => ({ origin: this.#tablesOf(records) }), limit);
  }

  async fork(
    sourceId: string,
    moment: Moment,
    forkOf: (source: SandboxOverview) => Fork,
    limit?: number,
  ): Promise<"done" | SandboxConflict> {
    return this.#alone(this.#named(sourceId), async (source) => {
      const origin = source.tablesAt(moment);
      const { seed, sequences } = origin;
      const {
        info,
        companies,
        clock = origin.clock,
        profile = origin.profile,
      } = forkOf({
        ...ownOf(origin),
        info: source.info,
      });
      origin.setOwn({ seed, sequences, companies, clock, profile });
      const at = { sandboxId: sourceId, version: source.versionOf(moment) };
      return this.#create(info, companies, () => ({ origin, source: at }), limit);
    });
  }

  async #create(
    info: SandboxInfo,
    companies: readonly Company[],
    build: () => { readonly origin: Tables; readonly source?: ForkSource },
    limit = Number.POSITIVE_INFINITY,
  ): Promise<"done" | SandboxConflict> {
    this.#ensureOpen();
    const { id } = info;
    if (this.#usable(id) !== undefined || this.#coming.has(id)) return { conflict: "id" };
    if (this.#sandboxes.size + this.#damaged.all.length + this.#coming.size >= limit) return { conflict: "limit" };
    const created = this.#tokens.reserve(id, companies, async () => {
      const { origin, source } = build();
      const version = source?.version ?? 0;
      const sandbox = new MemorySandbox({
        info,
        origin,
        tables: origin.fork(),
        version,
        snapshots: new Map(),
        faults: [],
      });
      await this.#persistence?.create(sandbox, source);
      this.#sandboxes.set(id, sandbox);
      this.#tokens.open(id, companies);
    });
    this.#coming.set(id, created);
    try {
      return await created;
    } finally {
      this.#coming.delete(id);
    }
  }

  /** Returns new tables of records, which share everything with tables of the same lists. */
  #tablesOf(records: SandboxRecords): Tables {
    const known = this.#built.get(records.clients);
    const isSame = (["templates", "cards", "operations", "pushes"] as const).every(
      (list) => known?.records[list] === records[list],
    );
    const tables = known !== undefined && isSame ? known.tables : Tables.of(records);
    this.#built.set(records.clients, { records, tables });
    const fork = tables.fork();
    fork.setOwn(records);
    return fork;
  }

  async replaceRecords(
    id: string,
    replace: (present: SandboxRecords) => SandboxRecords,
  ): Promise<{ readonly replaced: SandboxRecords } | SandboxConflict> {
    return this.#alone(this.#named(id), async (sandbox) => {
      const records = replace(sandbox.tables.records());
      const tables = this.#tablesOf(records);
      const done = await this.#replace(sandbox, tables, sandbox.origin);
      return done === "done" ? { replaced: records } : done;
    });
  }

  async reset(id: string, companiesOf: CompaniesOf, fresh?: SandboxRecords): Promise<"done" | SandboxConflict> {
    return this.#alone(this.#named(id), async (sandbox) => {
      const { origin, tables } = sandbox;
      const restored = fresh === undefined ? origin.fork() : this.#tablesOf(fresh);
      const companies = companiesOf(restored.companies, tables.companies);
      restored.setOwn({ ...ownOf(restored), companies });
      const isKnown = restored.root === origin.root;
      return this.#replace(
        sandbox,
        restored,
        isKnown ? origin : restored.fork(),
        isKnown ? { reset: true, companies } : undefined,
      );
    });
  }

  async restore(id: string, snapshot: string, companiesOf: CompaniesOf): Promise<"done" | SandboxConflict> {
    return this.#alone(this.#named(id), async (sandbox) => {
      const restored = sandbox.snapshot(snapshot).tables.fork();
      const companies = companiesOf(restored.companies, sandbox.tables.companies);
      restored.setOwn({ ...ownOf(restored), companies });
      return this.#replace(sandbox, restored, sandbox.origin, { restored: snapshot, companies });
    });
  }

  /** Replaces all records, with a step in the journal or, without a step, with new files. */
  async #replace(
    sandbox: MemorySandbox,
    tables: Tables,
    origin: Tables,
    step?: JournalStep,
  ): Promise<"done" | SandboxConflict> {
    const { id } = sandbox.info;
    return this.#tokens.reserve(id, tables.companies, async () => {
      const { info, version, snapshots, faults } = sandbox;
      if (step !== undefined) await this.#persistence?.commit(id, step);
      else await this.#persistence?.replace({ info, origin, tables, version: version + 1, snapshots, faults });
      this.#tokens.close(sandbox.tables.companies);
      sandbox.replace(tables, origin, this.#realNow());
      this.#tokens.open(id, tables.companies);
    });
  }

  snapshots(id: string): readonly SnapshotInfo[] {
    return [...this.#named(id).snapshots.values()].map(({ name, createdAt }) => ({ name, createdAt }));
  }

  async snapshot(
    id: string,
    { name, createdAt }: SnapshotInfo,
    limits: SnapshotLimits,
  ): Promise<"done" | { readonly conflict: "name" | "limit" }> {
    return this.#alone(this.#named(id), async (sandbox) => {
      if (sandbox.snapshots.has(name)) return { conflict: "name" };
      if (!hasRoomForSnapshot(sandbox, limits)) return { conflict: "limit" };
      await this.#persistence?.commit(id, { snapshot: name, createdAt });
      sandbox.addStep(this.#realNow());
      const { tables, version } = sandbox;
      sandbox.snapshots.set(name, { name, createdAt, tables: tables.fork(), version });
      return "done";
    });
  }

  async deleteSnapshot(id: string, snapshot: string): Promise<boolean> {
    return this.#alone(this.#named(id), async (sandbox) => {
      if (!sandbox.snapshots.has(snapshot)) return false;
      await this.#persistence?.commit(id, { deletedSnapshot: snapshot });
      sandbox.addStep(this.#realNow());
      return sandbox.snapshots.delete(snapshot);
    });
  }

  async differences(id: string, from: Moment, to: Moment): Promise<readonly RecordDifference[]> {
    return this.#alone(this.#named(id), async (sandbox) => [
      ...sandbox.tablesAt(from).differences(sandbox.tablesAt(to)),
    ]);
  }

  faults(id: string): readonly unknown[] {
    return this.#sandboxes.get(id)?.faults ?? [];
  }

  async saveFaults(id: string, faults: readonly unknown[]): Promise<void> {
    return this.#alone(this.#named(id), async (sandbox) => {
      await this.#persistence?.commit(id, { faults });
      sandbox.addStep(this.#realNow());
      sandbox.faults = faults;
    });
  }

  async deleteSandbox(id: string): Promise<boolean> {
    const damaged = this.#damaged.get(id);
    if (damaged !== undefined) return this.#deleteDamaged(damaged);
    const sandbox = this.#sandboxes.get(id);
    if (sandbox === undefined) return false;
    return this.#alone(sandbox, async () => {
      await this.#persistence?.delete(id);
      this.#sandboxes.delete(id);
      this.#tokens.close(sandbox.tables.companies);
      return true;
    }).catch((error) => {
      if (error instanceof UnknownSandboxError) return false;
      throw error;
    });
  }

  async #deleteDamaged(sandbox: DamagedSandbox): Promise<boolean> {
    const { id } = sandbox;
    this.#damaged.remove(id);
    const deletion = this.#persistence?.delete(id);
    this.#coming.set(id, Promise.resolve(deletion));
    try {
      await deletion;
      return true;
    } catch (error) {
      this.#damaged.add(sandbox);
      throw error;
    } finally {
      this.#coming.delete(id);
    }
  }

  /** Other transactions see the changes once they are complete, and never if the work or the persistence throws. */
  async transaction<T>(
    sandboxId: string,
    work: (tx: Transaction) => Promise<T>,
    discards?: (value: T) => boolean,
  ): Promise<Committed<T>> {
    const sandbox = this.#named(sandboxId);
    const turn = sandbox.enter();
    if (turn !== undefined) await turn;
    let transaction: MemoryTransaction | undefined;
    let committed: Committed<T>;
    let persisted: Promise<void> | undefined;
    try {
      let value: T | undefined;
      do {
        this.#ensureThere(sandbox);
        transaction = sandbox.begin();
        try {
          value = await work(transaction);
        } catch (error) {
          if (!transaction.isUndone) throw error;
        }
        // Repeats if a failed write has undone the records meanwhile.
      } while (transaction.isUndone);
      if (discards?.(value as T) === true) transaction.undo();
      const { changes } = transaction;
      persisted = this.#persistence?.commit(sandboxId, { changes });
      committed = { value: value as T, changes, version: sandbox.version };
      sandbox.commit(transaction, this.#realNow());
    } catch (error) {
      if (transaction !== undefined) sandbox.abort(transaction);
      throw error;
    } finally {
      sandbox.leave();
    }
    if (persisted !== undefined) await this.#persisted(sandbox, transaction, persisted);
    return committed;
  }

  async #persisted(sandbox: MemorySandbox, transaction: MemoryTransaction, persisted: Promise<void>): Promise<void> {
    sandbox.awaitPersisted(transaction);
    try {
      await persisted;
    } catch (error) {
      sandbox.undoUnpersisted();
      throw error;
    }
    sandbox.persisted(transaction);
  }

  async transactionAt<T>(sandboxId: string, realTime: number, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#alone(this.#named(sandboxId), async (sandbox) => {
      const version = sandbox.history.versionAt(realTime, sandbox.version);
      if (version === undefined) throw new StateGoneError(sandboxId);
      return work(new MemoryTransaction(sandbox.tablesAt({ version })));
    });
  }

  /** Runs `work` alone on a sandbox, in order of calls. Throws UnknownSandboxError if it was deleted meanwhile. */
  async #alone<T>(sandbox: MemorySandbox, work: (sandbox: MemorySandbox) => Promise<T>): Promise<T> {
    const turn = sandbox.enter();
    if (turn !== undefined) await turn;
    try {
      this.#ensureThere(sandbox);
      return await work(sandbox);
    } finally {
      sandbox.leave();
    }
  }

  #ensureThere(sandbox: MemorySandbox): void {
    this.#ensureOpen();
    if (this.#sandboxes.get(sandbox.info.id) !== sandbox) throw new UnknownSandboxError(sandbox.info.id);
  }

  #ensureOpen(): void {
    if (this.#isClosed) throw new StoreUnavailableError("the server is closed", 503);
  }

  #usable(id: string): MemorySandbox | undefined {
    const sandbox = this.#sandboxes.get(id);
    if (sandbox === undefined) ensureUsable(this.#damaged.get(id));
    return sandbox;
  }

  #named(id: string): MemorySandbox {
    const sandbox = this.#usable(id);
    if (sandbox === undefined) throw new UnknownSandboxError(id);
    return sandbox;
  }

  /** Finishes running changes and closes the persistence. Later changes throw StoreUnavailableError. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#coming.values());
    for (const sandbox of this.#sandboxes.values()) {
      if (!sandbox.isBusy) continue;
      await sandbox.enter();
      sandbox.leave();
    }
    await this.#persistence?.close();
  }
}
