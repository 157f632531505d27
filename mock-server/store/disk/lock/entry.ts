import { randomBytes } from "node:crypto";
import { readdirSync, rmSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { inodeOf } from "./folder-addresses.js";

/** The content of an entry's file. */
export interface EntryData {
  readonly pid: number;
  readonly host: string;
  /** See FolderAddresses.id. */
  readonly place: string;
  /** Whether the process listens on the entry's socket. Without a socket, only the heartbeat shows that it is alive. */
  readonly hasSocket: boolean;
}

const entryName = /^lock\.([0-9a-f]{16})$/;
const socketName = /^lock\.([0-9a-f]{16})\.socket$/;

/** Returns the name of an entry's socket. */
export const socketOf = (id: string): string => `lock.${id}.socket`;

/** Returns a unique id. Ids are never reused, so a dead entry stays dead. */
export const newEntryId = (): string => randomBytes(8).toString("hex");

const idsOf = (folder: string, name: RegExp): readonly string[] =>
  readdirSync(folder).flatMap((found) => name.exec(found)?.[1] ?? []);

/** Lists the published entries of a folder. */
export const listEntries = (folder: string): readonly string[] => idsOf(folder, entryName);

/** Lists the sockets of entries, published or not. */
export const listSockets = (folder: string): readonly string[] => idsOf(folder, socketName);

export function removeEntry(folder: string, id: string): void {
  rmSync(join(folder, `lock.${id}`), { force: true });
  removeSocket(folder, id);
}

export function removeSocket(folder: string, id: string): void {
  rmSync(join(folder, socketOf(id)), { force: true });
}

/** An entry of this process. Its file is rewritten every second: the time of the last write is the heartbeat. */
export class LockEntry {
  readonly id: string;
  readonly #path: string;
  readonly #inode: string;
  readonly #file: FileHandle;
  readonly #text: string;

  private constructor(id: string, path: string, file: FileHandle, text: string) {
    this.id = id;
    this.#path = path;
    this.#inode = inodeOf(path);
    this.#file = file;
    this.#text = text;
  }

  /** Publishes an entry. Its socket must listen already. */
  static async publish(folder: string, id: string, data: EntryData): Promise<LockEntry> {
    const path = join(folder, `lock.${id}`);
    const text = JSON.stringify(data);
    const file = await open(path, "wx");
    const entry = new LockEntry(id, path, file, text);
    try {
      await entry.beat();
      return entry;
    } catch (error) {
      await file.close();
      removeEntry(folder, id);
      throw error;
    }
  }

  /** Writes the heartbeat. Returns its time in milliseconds by the clock of the file system. */
  async beat(): Promise<number> {
    await this.#file.write(this.#text, 0);
    return (await this.#file.stat()).mtimeMs;
  }

  /** Whether others still find the entry under its name. */
  get isPublished(): boolean {
    return this.#inode !== "" && inodeOf(this.#path) === this.#inode;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

/** Reads the entry of another process; undefined if it is gone. `data` is undefined while it is being written. */
export async function readEntry(
  folder: string,
  id: string,
): Promise<{ readonly data: EntryData | undefined; readonly beatAt: number } | undefined> {
  let file: FileHandle | undefined;
  try {
    // Opening the file makes a network file system refresh the time of the last write.
    file = await open(join(folder, `lock.${id}`), "r");
    return { data: parseEntry(await file.readFile("utf8")), beatAt: (await file.stat()).mtimeMs };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  } finally {
    await file?.close();
  }
}

function parseEntry(text: string): EntryData | undefined {
  try {
    return JSON.parse(text) as EntryData;
  } catch {
    return undefined; // Only a part of it was written.
  }
}
