import type { Stats } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { StoreUnavailableError } from "../port.js";
import { asStoreError } from "./disk-error.js";
import { checkedLine, encodeLine, journalFormat } from "./journal-lines.js";
import { privateFile } from "./make-folder.js";
import { syncFolder } from "./sync-folder.js";

export interface JournalFileOptions {
  /** Whether lines are on the disk when `append` resolves; otherwise the operating system has them. */
  readonly durable: boolean;
  /** Throws if another process may have had the folder since the file was opened. */
  readonly ensureHeld?: () => Promise<void>;
  /** Id of the server, which is written in each line. */
  readonly writer: string;
}

/** Returns the properties of a file; undefined for a missing file. */
const statOf = (path: string): Promise<Stats | undefined> =>
  stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    return undefined;
  });

/** One file of a journal, created with its first lines. No other program may write to it. */
export class JournalFile {
  readonly #path: string;
  readonly #options: JournalFileOptions;
  #handle: FileHandle | undefined;
  /** Whether the file's name survives a power cut. */
  #isNameSynced = false;
  /** Whether bytes of a failed write may follow the good ones. */
  #isTorn = false;
  #isDeleted = false;
  #isForeign = false;
  #bytes = 0;

  constructor(path: string, options: JournalFileOptions) {
    this.#path = path;
    this.#options = options;
  }

  /** Length of the header and all complete lines. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether another program has deleted the file. It takes no more lines. */
  get isDeleted(): boolean {
    return this.#isDeleted;
  }

  /** Whether another program has written to the file. It takes no more lines. */
  get isForeign(): boolean {
    return this.#isForeign;
  }

  /** Appends all lines or none. After a failure, written bytes are removed at the latest before the next lines. */
  async append(lines: Buffer): Promise<void> {
    const { durable, ensureHeld } = this.#options;
    try {
      await ensureHeld?.();
      await this.#removeTorn();
      const handle = await this.#open();
      if (!durable) return await this.#put(handle, this.#bytes > 0 ? lines : Buffer.concat([this.#header, lines]));
      // The header is on the disk before any line, so a journal without a header has no lines.
      if (this.#bytes === 0) await this.#put(handle, this.#header);
      if (!this.#isNameSynced) await syncFolder(dirname(this.#path));
      this.#isNameSynced = true;
      await this.#put(handle, lines);
    } catch (error) {
      await this.#removeTorn().catch(() => undefined); // Repeated before the next lines.
      throw asStoreError(`writing ${basename(this.#path)} failed`, error);
    }
  }

  /** Repeats the header, which shows whether writes work again. */
  appendHeader(): Promise<void> {
    return this.append(this.#header);
  }

  async #open(): Promise<FileHandle> {
    this.#handle ??= await open(this.#path, "ax", privateFile).catch((error: NodeJS.ErrnoException) => {
      this.#isForeign = error.code === "EEXIST";
      throw this.#isForeign ? this.#touched("was created by another program; stop all servers of the folder") : error;
    });
    return this.#handle;
  }

  get #header(): Buffer {
    const { durable, writer } = this.#options;
    return checkedLine(encodeLine(writer, { journal: journalFormat, durable }));
  }

  async #put(handle: FileHandle, bytes: Buffer): Promise<void> {
    const { durable, ensureHeld } = this.#options;
    this.#isTorn = true;
    // One system call: a write in pieces would wait for the event loop in between.
    for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten;
    // The path, because a fork may have the file under another name.
    const [found] = await Promise.all([statOf(this.#path), durable ? handle.datasync() : undefined]);
    this.#isDeleted = found === undefined;
    this.#isForeign = found !== undefined && found.size !== this.#bytes + bytes.length;
    if (this.#isDeleted) throw this.#touched("was deleted while the server was running; put the folder back in place");
    if (this.#isForeign) throw this.#touched("was written by another program; stop all servers of the folder");
    // Another server may have loaded the folder without these lines.
    if (durable) await ensureHeld?.();
    this.#bytes += bytes.length;
    this.#isTorn = false;
  }

  #touched(how: string): StoreUnavailableError {
    return new StoreUnavailableError(`${basename(this.#path)} ${how}`, 503);
  }

  async #removeTorn(): Promise<void> {
    if (!this.#isTorn || this.#isForeign || this.#isDeleted) return;
    await this.#handle?.truncate(this.#bytes);
    if (this.#options.durable) await this.#handle?.datasync();
    this.#isTorn = false;
  }

  async close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    await handle?.close();
  }
}
