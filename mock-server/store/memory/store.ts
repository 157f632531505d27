import type { Profile } from "../../model/profile.js";
import { DamagedSandboxes, ensureUsable } from "../damaged-sandboxes.js";
import {
  type Committed,
  type DamagedSandbox,
  type SandboxConflict,
  type SandboxInfo,
  type SandboxOverview,
  type SandboxRecords,
  type Store,
  StoreUnavailableError,
  type TokenOwner,
  type Transaction,
  UnknownSandboxError,
} from "../port.js";
import type { Persistence, StoredSandbox } from "./persistence.js";
import { recordsIn, type Tables, tablesOf } from "./tables.js";
import { MemoryTransaction } from "./transaction.js";

interface Sandbox {
  readonly info: SandboxInfo;
  tables: Tables;
  /** The newest tables that are persisted; a change whose write fails is undone to these. */
  persisted: Tables;
  /** Whether a transaction is running. */
  isBusy: boolean;
  readonly waiting: (() => void)[];
}

const newSandbox = ({ info, tables }: StoredSandbox): Sandbox => ({
  info,
  tables,
  persisted: tables,
  isBusy: false,
  waiting: [],
});

/** Resolves when all earlier callers have finished. */
const turnOf = ({ waiting }: Sandbox): Promise<void> => new Promise((resolve) => waiting.push(resolve));

/** Passes a sandbox to the next waiting caller. It stays busy meanwhile, so that no new caller comes first. */
function leave(sandbox: Sandbox): void {
  const next = sandbox.waiting.shift();
  if (next === undefined) sandbox.isBusy = false;
  else next();
}

/** The sandboxes of one process. Memory is the truth; an optional persistence writes it to disk. */
export class MemoryStore implements Store {
  readonly #sandboxes = new Map<string, Sandbox>();
  readonly #tokens = new Map<string, TokenOwner>();
  /** Sandboxes, and tokens below, that are reserved while their persistence is running. */
  readonly #coming = new Map<string, Promise<unknown>>();
  readonly #comingTokens = new Map<string, string>();
  readonly #damaged: DamagedSandboxes;
  readonly #persistence: Persistence | undefined;
  #isClosed = false;

  constructor(
    persistence?: Persistence,
    persisted: readonly StoredSandbox[] = [],
    damaged: readonly DamagedSandbox[] = [],
  ) {
    this.#persistence = persistence;
    this.#damaged = new DamagedSandboxes(damaged);
    for (const { info, tables } of persisted) {
      this.#sandboxes.set(info.id, newSandbox({ info, tables }));
      this.#openTokens(info.id, tables);
    }
    persistence?.attach((id) => this.#sandboxes.get(id));
  }

  findToken(token: string): { readonly owner: TokenOwner; readonly profile: Profile } | undefined {
    const owner = this.#tokens.get(token);
    if (owner === undefined) ensureUsable(this.#damaged.ownerOf(token));
    const sandbox = owner && this.#sandboxes.get(owner.sandboxId);
    return sandbox && { owner, profile: sandbox.tables.profile };
  }

  profile(sandboxId: string): Profile | undefined {
    return this.#sandboxes.get(sandboxId)?.tables.profile;
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
    const sandbox = this.#usable(id);
    if (sandbox === undefined) return undefined;
    const { seed, clock, profile, companies } = sandbox.tables;
    return { info: sandbox.info, seed, clock, profile, companies: companies.all() };
  }

  records(id: string): SandboxRecords | undefined {
    const sandbox = this.#usable(id);
    return sandbox && recordsIn(sandbox.tables);
  }

  async createSandbox(
    info: SandboxInfo,
    records: SandboxRecords,
    limit = Number.POSITIVE_INFINITY,
  ): Promise<"done" | SandboxConflict> {
    this.#ensureOpen();
    const { id } = info;
    if (this.#usable(id) !== undefined || this.#coming.has(id)) return { conflict: "id" };
    if (this.#sandboxes.size + this.#damaged.all.length + this.#coming.size >= limit) return { conflict: "limit" };
    const created = this.#withTokens(id, records, async () => {
      const tables = tablesOf(records);
      await this.#persistence?.replace({ info, tables });
      this.#sandboxes.set(id, newSandbox({ info, tables }));
      this.#openTokens(id, tables);
    });
    this.#coming.set(id, created);
    try {
      return await created;
    } finally {
      this.#coming.delete(id);
    }
  }

  async replaceRecords(
    id: string,
    replace: (present: SandboxRecords) => SandboxRecords,
  ): Promise<{ readonly replaced: SandboxRecords } | SandboxConflict> {
    return this.#alone(this.#named(id), async (sandbox) => {
      const records = replace(recordsIn(sandbox.tables));
      const done = await this.#withTokens(id, records, async () => {
        const tables = tablesOf(records);
        await this.#persistence?.replace({ info: sandbox.info, tables });
        this.#closeTokens(sandbox.tables);
        sandbox.tables = tables;
        sandbox.persisted = tables;
        this.#openTokens(id, tables);
      });
      return done === "done" ? { replaced: records } : done;
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
      this.#closeTokens(sandbox.tables);
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
    if (sandbox.isBusy) await turnOf(sandbox);
    sandbox.isBusy = true;
    let before: Tables;
    let tables: Tables;
    let committed: Committed<T>;
    let persisted: Promise<void> | undefined;
    try {
      // Repeats if a failed write has undone the tables meanwhile.
      do {
        this.#ensureThere(sandbox);
        before = sandbox.tables;
        const tx = new MemoryTransaction(before);
        const value = await work(tx);
        const after = tx.end();
        const isDiscarded = discards?.(value) === true;
        tables = isDiscarded ? before : after;
        committed = { value, changes: isDiscarded ? [] : tx.changes };
      } while (sandbox.tables !== before);
      persisted = this.#persistence?.commit(sandboxId, committed.changes);
      sandbox.tables = tables;
    } finally {
      leave(sandbox);
    }
    try {
      if (persisted !== undefined) await persisted;
    } catch (error) {
      sandbox.tables = sandbox.persisted;
      throw error;
    }
    sandbox.persisted = tables;
    return committed;
  }

  /** Runs `work` alone on a sandbox, in order of calls. Throws UnknownSandboxError if it was deleted meanwhile. */
  async #alone<T>(sandbox: Sandbox, work: (sandbox: Sandbox) => Promise<T>): Promise<T> {
    if (sandbox.isBusy) await turnOf(sandbox);
    sandbox.isBusy = true;
    try {
      this.#ensureThere(sandbox);
      return await work(sandbox);
    } finally {
      leave(sandbox);
    }
  }

  #ensureThere(sandbox: Sandbox): void {
    this.#ensureOpen();
    if (this.#sandboxes.get(sandbox.info.id) !== sandbox) throw new UnknownSandboxError(sandbox.info.id);
  }

  #ensureOpen(): void {
    if (this.#isClosed) throw new StoreUnavailableError("the server is closed", 503);
  }

  /** Runs `work` while the tokens of the records are reserved. */
  async #withTokens(
    id: string,
    { companies }: SandboxRecords,
    work: () => Promise<void>,
  ): Promise<"done" | SandboxConflict> {
    const tokens = companies.map(({ token }) => token);
    const ownerOf = (token: string) =>
      this.#tokens.get(token)?.sandboxId ?? this.#damaged.ownerOf(token)?.id ?? this.#comingTokens.get(token) ?? id;
    const owner = tokens.map(ownerOf).find((other) => other !== id);
    if (owner !== undefined || new Set(tokens).size < tokens.length) return { conflict: "token", owner };
    for (const token of tokens) this.#comingTokens.set(token, id);
    try {
      await work();
      return "done";
    } finally {
      for (const token of tokens) this.#comingTokens.delete(token);
    }
  }

  #usable(id: string): Sandbox | undefined {
    const sandbox = this.#sandboxes.get(id);
    if (sandbox === undefined) ensureUsable(this.#damaged.get(id));
    return sandbox;
  }

  #named(id: string): Sandbox {
    const sandbox = this.#usable(id);
    if (sandbox === undefined) throw new UnknownSandboxError(id);
    return sandbox;
  }

  #openTokens(sandboxId: string, tables: Tables): void {
    for (const company of tables.companies.all()) this.#tokens.set(company.token, { sandboxId, company });
  }

  #closeTokens(tables: Tables): void {
    for (const { token } of tables.companies.all()) this.#tokens.delete(token);
  }

  /** Finishes running changes and closes the persistence. Later changes throw StoreUnavailableError. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#coming.values());
    for (const sandbox of this.#sandboxes.values()) {
      if (!sandbox.isBusy) continue;
      await turnOf(sandbox);
      leave(sandbox);
    }
    await this.#persistence?.close();
  }
}
