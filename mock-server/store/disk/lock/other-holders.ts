import { askBeacon, type BeaconReply, type Holder } from "./beacon.js";
import { type LockEntry, listEntries, listSockets, readEntry, removeEntry, removeSocket, socketOf } from "./entry.js";
import type { FolderAddresses } from "./folder-addresses.js";
import { FolderInUseError } from "./folder-in-use.js";

export interface OtherHoldersOptions {
  /** Called before a start waits for a heartbeat. */
  readonly warn: (message: string) => void;
  /** Time between two heartbeats, in milliseconds. */
  readonly beatMs: number;
  /** Age at which a heartbeat has expired, in milliseconds. */
  readonly expiryMs: number;
  /** Waits between two reads. */
  readonly wait: (ms: number) => Promise<unknown>;
}

/** Timeout of the holder's response in milliseconds: it may be busy. */
const responseMs = 5000;

/** Other processes that have or want a data folder. */
export class OtherHolders {
  readonly #folder: string;
  readonly #addresses: Pick<FolderAddresses, keyof FolderAddresses>;
  readonly #options: OtherHoldersOptions;

  constructor(folder: string, addresses: Pick<FolderAddresses, keyof FolderAddresses>, options: OtherHoldersOptions) {
    this.#folder = folder;
    this.#addresses = addresses;
    this.#options = options;
  }

  ask(address: string): Promise<BeaconReply> {
    return askBeacon(address, responseMs, 3 * this.#options.expiryMs);
  }

  /** Waits until a contender withdraws. Throws FolderInUseError for an owner or a process that does not respond. */
  async outlast({ outcome, holder }: Extract<BeaconReply, { kind: "alive" }>): Promise<void> {
    const end = await outcome;
    if (end !== "gone") throw this.inUse(end ?? holder);
  }

  /**
   * Returns true if `hasPriority` and the entry's process is a living contender, which waits for this process then.
   * Otherwise returns false once the entry is gone. Throws FolderInUseError for an owner.
   */
  async waitsFor(id: string, mine: LockEntry, hasPriority: boolean): Promise<boolean> {
    const address = this.#addresses.socket(socketOf(id));
    const reply: BeaconReply = address === undefined ? { kind: "unreachable" } : await this.ask(address);
    if (reply.kind === "gone") return false;
    if (reply.kind === "alive") {
      if (hasPriority && reply.holder?.phase === "contender") {
        reply.hangUp();
        return true;
      }
      await this.outlast(reply);
      return false;
    }
    const found = await readEntry(this.#addresses.path, id);
    if (found === undefined) return false;
    const isDead = reply.kind === "dead" && found.data?.hasSocket && found.data.place === this.#addresses.id;
    if (!isDead) await this.#outlastHeartbeat(id, found.beatAt, mine);
    removeEntry(this.#addresses.path, id);
    return false;
  }

  /** Resolves when the heartbeat of an entry has expired. Throws FolderInUseError if it continues. */
  async #outlastHeartbeat(id: string, firstBeatAt: number, mine: LockEntry): Promise<void> {
    const { beatMs, expiryMs, wait, warn } = this.#options;
    for (let waitedMs = 0; ; waitedMs += beatMs) {
      const found = await readEntry(this.#addresses.path, id);
      if (found === undefined) return;
      if (found.beatAt !== firstBeatAt) throw this.inUse(found.data);
      // Both times are by the file system's clock, which other machines share.
      const age = (await mine.beat()) - found.beatAt;
      if (age > expiryMs || waitedMs >= expiryMs) return;
      if (waitedMs === 0)
        warn(`waiting up to ${expiryMs / 1000} s for ${describe(found.data)}, which may have ${this.#folder}`);
      await wait(beatMs);
    }
  }

  /** Removes sockets of processes that were killed before they published an entry. */
  async removeStraySockets(): Promise<void> {
    const { path } = this.#addresses;
    const sockets = listSockets(path);
    const published = new Set(listEntries(path));
    for (const id of sockets) {
      const address = this.#addresses.socket(socketOf(id));
      if (published.has(id) || address === undefined) continue;
      const reply = await this.ask(address);
      if (reply.kind === "alive") reply.hangUp();
      else if (reply.kind === "dead") removeSocket(path, id);
    }
  }

  inUse(holder?: Pick<Holder, "pid" | "host">): FolderInUseError {
    return new FolderInUseError(
      `${this.#folder} is in use by ${describe(holder)}; two servers cannot share a data folder; stop it, choose ` +
        "another folder with --data, or use --memory",
    );
  }
}

const describe = (holder: Pick<Holder, "pid" | "host"> | undefined): string =>
  holder === undefined ? "another process" : `process ${holder.pid} on ${holder.host}`;
