import { hostname } from "node:os";
import { setTimeout } from "node:timers/promises";
import { StoreUnavailableError } from "../../port.js";
import { DataFolderError } from "../make-folder.js";
import { Beacon, type Holder } from "./beacon.js";
import { LockEntry, listEntries, newEntryId, removeEntry, socketOf } from "./entry.js";
import { FolderAddresses } from "./folder-addresses.js";
import { FolderInUseError } from "./folder-in-use.js";
import { upgradeLegacyLock } from "./legacy.js";
import { OtherHolders, type OtherHoldersOptions } from "./other-holders.js";

export interface LockOptions extends Partial<OtherHoldersOptions> {
  /** Called before waits, and when the lock's files were removed. */
  readonly warn: (message: string) => void;
  /** Throws if another process has changed the folder. Called after removed files of the lock are restored. */
  readonly ensureUntouched?: () => void;
  /** Opens the folder: tests give it the addresses of other systems. */
  readonly addressesOf?: (folder: string) => Pick<FolderAddresses, keyof FolderAddresses>;
}

/** Number of contenders after which a start gives up. */
const maxRounds = 1000;

/** The exclusive lock of a data folder, described in docs/decisions/0008-folder-lock.md. */
export class FolderLock {
  readonly #folder: string;
  readonly #addresses: Pick<FolderAddresses, keyof FolderAddresses>;
  readonly #otherHolders: OtherHolders;
  readonly #warn: (message: string) => void;
  readonly #ensureUntouched: () => void;
  #phase: Holder["phase"] = "contender";
  #guard: Beacon | undefined;
  #beacon: Beacon | undefined;
  #entry: LockEntry | undefined;
  #timer: NodeJS.Timeout | undefined;
  #restoring: Promise<void> | undefined;
  #failure: StoreUnavailableError | undefined;
  #isReleased = false;

  private constructor(folder: string, { addressesOf = (path) => new FolderAddresses(path), ...options }: LockOptions) {
    this.#folder = folder;
    this.#addresses = addressesOf(folder);
    this.#otherHolders = new OtherHolders(folder, this.#addresses, { ...defaults, ...options });
    this.#warn = options.warn;
    this.#ensureUntouched = options.ensureUntouched ?? (() => undefined);
  }

  /** Takes a folder for this process. Throws FolderInUseError if another process has it, and DataFolderError. */
  static async acquire(folder: string, options: LockOptions): Promise<FolderLock> {
    let lock: FolderLock | undefined;
    try {
      lock = new FolderLock(folder, options);
      upgradeLegacyLock(folder);
      await lock.#takeGuard();
      await lock.#enter();
      await lock.#otherHolders.removeStraySockets();
      lock.#startBeating(options.beatMs ?? defaults.beatMs);
      return lock;
    } catch (error) {
      await lock?.release();
      const { code, message } = error as NodeJS.ErrnoException;
      throw code === undefined ? error : new DataFolderError(`locking the data folder ${folder} failed: ${message}`);
    }
  }

  /** Why the lock was lost; undefined while this process has it. */
  get failure(): StoreUnavailableError | undefined {
    return this.#failure;
  }

  readonly #holder = (): Holder => ({ pid: process.pid, host: hostname(), phase: this.#phase });

  /** Listens on the folder's guard address. The kernel frees it when the process ends. */
  async #takeGuard(): Promise<void> {
    const { guard } = this.#addresses;
    if (guard === undefined) return;
    for (let round = 0; round < maxRounds; round += 1) {
      const listening = await Beacon.listen(guard, this.#holder);
      if (listening !== "taken") {
        this.#guard = listening === "unsupported" ? undefined : listening;
        return;
      }
      const reply = await this.#otherHolders.ask(guard);
      if (reply.kind === "alive") await this.#otherHolders.outlast(reply);
      else if (reply.kind === "unreachable") throw this.#otherHolders.inUse();
    }
    throw this.#otherHolders.inUse();
  }

  /**
   * Publishes an entry and becomes the owner when no living entry has priority; of two contenders the lower id has
   * priority. The last listing of the folder and the change of the phase are synchronous, so that a contender that is
   * published later meets an owner.
   */
  async #enter(): Promise<void> {
    let mine = await this.#publish();
    let waiting = new Set<string>();
    for (let round = 0; round < maxRounds; round += 1) {
      const ids = listEntries(this.#addresses.path);
      if (!ids.includes(mine.id)) {
        mine = await this.#publish();
        waiting = new Set();
        continue;
      }
      const otherIds = ids.filter((id) => id !== mine.id && !waiting.has(id));
      if (otherIds.length === 0) {
        this.#phase = "owner";
        for (const beacon of [this.#guard, this.#beacon]) beacon?.announce();
        return;
      }
      for (const id of otherIds)
        if (await this.#otherHolders.waitsFor(id, mine, this.#phase === "owner" || mine.id < id)) waiting.add(id);
    }
    throw this.#otherHolders.inUse();
  }

  /** Publishes a new entry, with a socket in the folder where sockets work. */
  async #publish(): Promise<LockEntry> {
    await this.#withdraw();
    const id = newEntryId();
    const hasSocket = await this.#listen(id);
    const { pid, host } = this.#holder();
    this.#entry = await LockEntry.publish(this.#addresses.path, id, {
      pid,
      host,
      place: this.#addresses.id,
      hasSocket,
    });
    return this.#entry;
  }

  /** Listens on an entry's socket. Returns false if it is unreachable: some file systems only seem to have sockets. */
  async #listen(id: string): Promise<boolean> {
    const address = this.#addresses.socket(socketOf(id));
    if (address === undefined) return false;
    const listening = await Beacon.listen(address, this.#holder);
    if (!(listening instanceof Beacon)) return false;
    this.#beacon = listening;
    const reply = await this.#otherHolders.ask(address);
    if (reply.kind !== "alive") return false;
    reply.hangUp();
    return true;
  }

  async #withdraw(): Promise<void> {
    const entry = this.#entry;
    this.#entry = undefined;
    if (entry !== undefined) {
      removeEntry(this.#addresses.path, entry.id);
      await entry.close();
    }
    await this.#beacon?.close();
    this.#beacon = undefined;
  }

  #startBeating(beatMs: number): void {
    const beat = async () => {
      await this.#entry?.beat();
      await this.ensureHeld();
    };
    // ensureHeld() reports a lost lock, and the next heartbeat follows a failed write.
    this.#timer = setInterval(() => void beat().catch(() => undefined), beatMs);
    this.#timer.unref();
  }

  /**
   * Resolves if no other process has had the folder until now. If the lock's files were removed, it publishes them
   * again. Throws StoreUnavailableError once another process has the folder, or it is gone.
   */
  async ensureHeld(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    // A running heartbeat must not publish the entry again.
    if (this.#isReleased) throw new Error(`the lock of ${this.#folder} was released`);
    if (this.#restoring === undefined && this.#entry?.isPublished) return;
    this.#restoring ??= this.#restore().finally(() => {
      this.#restoring = undefined;
    });
    await this.#restoring;
  }

  async #restore(): Promise<void> {
    try {
      if (!this.#addresses.isThere) throw new Error("the folder was removed or replaced");
      await this.#enter();
      this.#ensureUntouched();
      this.#warn(`the lock of ${this.#folder} was removed while the server ran; it is restored`);
    } catch (error) {
      clearInterval(this.#timer);
      const reason = error instanceof FolderInUseError ? "another process has taken it" : (error as Error).message;
      const message = `${this.#folder} was lost: ${reason}; restart this server`;
      this.#failure = new StoreUnavailableError(message, 503, { cause: error });
      this.#warn(`${message}; until then changes are refused`);
      await this.#withdraw().catch(() => undefined); // The folder may be gone.
      throw this.#failure;
    }
  }

  /** Releases the lock. */
  async release(): Promise<void> {
    this.#isReleased = true;
    clearInterval(this.#timer);
    await this.#restoring?.catch(() => undefined);
    await this.#withdraw();
    await this.#guard?.close();
    this.#addresses.close();
  }
}

const defaults = { beatMs: 1000, expiryMs: 10_000, wait: setTimeout };
