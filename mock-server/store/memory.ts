import type { Company } from "../domain/model.js";
import { MemoryTransaction } from "./memory-transaction.js";
import {
  type Change,
  type Committed,
  NoSandbox,
  type SandboxConflict,
  type SandboxInfo,
  type SandboxRecords,
  type Store,
  type TokenOwner,
  type Transaction,
} from "./port.js";
import { recordsOf, type World, worldOf } from "./world.js";

export interface Kept {
  readonly info: SandboxInfo;
  readonly world: World;
}

/** Keeps a store's sandboxes beyond the process. What it promises is waited for before a caller hears of the change. */
export interface Keeper {
  /** Before anything else: how to look at a sandbox as it is now. */
  attach(look: (sandboxId: string) => Kept | undefined): void;
  /** The sandbox is new, or all its records were replaced. */
  replaced(sandboxId: string): Promise<void>;
  /** A transaction is done; without changes this asks whether what it has read is safely kept. */
  committed(sandboxId: string, changes: readonly Change[]): Promise<void> | undefined;
  deleted(sandboxId: string): Promise<void>;
  close(): Promise<void>;
}

interface Sandbox {
  readonly info: SandboxInfo;
  world: World;
  /** The last transaction that was asked for and is not done; the next one waits for it. */
  last: Promise<unknown> | undefined;
}

/** The sandboxes of one process. Its memory is the truth; a keeper, if there is one, writes it down. */
export class MemoryStore implements Store {
  readonly #sandboxes = new Map<string, Sandbox>();
  readonly #tokens = new Map<string, TokenOwner>();
  readonly #keeper: Keeper | undefined;

  constructor(keeper?: Keeper, kept: readonly Kept[] = []) {
    this.#keeper = keeper;
    for (const { info, world } of kept) {
      this.#sandboxes.set(info.id, { info, world, last: undefined });
      this.#openTokens(info.id, world);
    }
    keeper?.attach((id) => this.#sandboxes.get(id));
  }

  findToken(token: string): TokenOwner | undefined {
    return this.#tokens.get(token);
  }

  sandboxes(): readonly SandboxInfo[] {
    return [...this.#sandboxes.values()].map(({ info }) => info);
  }

  sandbox(id: string): SandboxInfo | undefined {
    return this.#sandboxes.get(id)?.info;
  }

  records(id: string): SandboxRecords | undefined {
    const sandbox = this.#sandboxes.get(id);
    return sandbox && recordsOf(sandbox.world);
  }

  async createSandbox(info: SandboxInfo, records: SandboxRecords): Promise<"done" | SandboxConflict> {
    if (this.#sandboxes.has(info.id)) return { conflict: "id" };
    if (this.#tokenTaken(records.companies, info.id)) return { conflict: "token" };
    const sandbox: Sandbox = { info, world: worldOf(records), last: undefined };
    this.#sandboxes.set(info.id, sandbox);
    this.#openTokens(info.id, sandbox.world);
    await this.#keeper?.replaced(info.id);
    return "done";
  }

  async replaceRecords(id: string, records: SandboxRecords): Promise<"done" | SandboxConflict> {
    const sandbox = this.#named(id);
    return this.#alone(sandbox, async () => {
      if (this.#tokenTaken(records.companies, id)) return { conflict: "token" };
      this.#closeTokens(sandbox.world);
      sandbox.world = worldOf(records);
      this.#openTokens(id, sandbox.world);
      await this.#keeper?.replaced(id);
      return "done";
    });
  }

  async deleteSandbox(id: string): Promise<boolean> {
    const sandbox = this.#sandboxes.get(id);
    if (sandbox === undefined) return false;
    this.#sandboxes.delete(id);
    this.#closeTokens(sandbox.world);
    await this.#keeper?.deleted(id);
    return true;
  }

  async transaction<T>(sandboxId: string, work: (tx: Transaction) => Promise<T>): Promise<Committed<T>> {
    const sandbox = this.#named(sandboxId);
    const { committed, kept } = await this.#alone(sandbox, () => this.#commit(sandbox, work));
    if (kept !== undefined) await kept;
    return committed;
  }

  /** Nothing of the work is seen before the world is exchanged, and nothing at all if the work throws. */
  async #commit<T>(sandbox: Sandbox, work: (tx: Transaction) => Promise<T>) {
    const { id } = sandbox.info;
    if (this.#sandboxes.get(id) !== sandbox) throw new NoSandbox(id);
    const tx = new MemoryTransaction(sandbox.world);
    const value = await work(tx);
    sandbox.world = tx.world;
    const committed: Committed<T> = { value, changes: tx.changes };
    return { committed, kept: this.#keeper?.committed(id, tx.changes) };
  }

  /** One at a time per sandbox, in the order of asking. */
  #alone<T>(sandbox: Sandbox, work: () => Promise<T>): Promise<T> {
    const mine = sandbox.last === undefined ? work() : sandbox.last.then(work, work);
    const done = () => {
      if (sandbox.last === mine) sandbox.last = undefined;
    };
    sandbox.last = mine;
    mine.then(done, done);
    return mine;
  }

  #named(id: string): Sandbox {
    const sandbox = this.#sandboxes.get(id);
    if (sandbox === undefined) throw new NoSandbox(id);
    return sandbox;
  }

  #tokenTaken(companies: readonly Company[], sandboxId: string): boolean {
    const tokens = new Set(companies.map(({ token }) => token));
    const isElsewhere = (token: string) => (this.#tokens.get(token)?.sandboxId ?? sandboxId) !== sandboxId;
    return tokens.size < companies.length || [...tokens].some(isElsewhere);
  }

  #openTokens(sandboxId: string, world: World): void {
    for (const company of world.companies.all()) this.#tokens.set(company.token, { sandboxId, company });
  }

  #closeTokens(world: World): void {
    for (const { token } of world.companies.all()) this.#tokens.delete(token);
  }

  async close(): Promise<void> {
    await this.#keeper?.close();
  }
}
