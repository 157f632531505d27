import { type FileHandle, open } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { StoreUnavailableError } from "../port.js";
import { asStoreError } from "./disk-error.js";
import { encodeLine, journalFormat } from "./journal-format.js";
import { Lines } from "./lines.js";
import { privateFile } from "./make-folder.js";
import { syncFolder } from "./sync-folder.js";

export interface JournalFileOptions {
  /** Lines are on the disk when `append` resolves; otherwise the system has them. */
  readonly durable: boolean;
  /** Throws if another process may have had the folder since the file was opened. */
  readonly ensureHeld?: () => Promise<void>;
  /** Identifies the server in each line. */
  readonly writer: string;
}

/** One file of a journal. It is created with its first lines, and no other program may write to it. */
export class JournalFile {
  readonly #path: string;
  readonly #options: JournalFileOptions;
  #handle: FileHandle | undefined;
  /** Whether a power cut cannot take the file's name away. */
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

  /** Length of the header and all lines that were appended as a whole. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Another program has deleted the file: it can take no lines any more. */
  get isDeleted(): boolean {
    return this.#isDeleted;
  }

  /** Another program has written to the file: its lines and those of this server do not fit together. */
  get isForeign(): boolean {
    return this.#isForeign;
  }

  /** Appends lines as a whole. If it rejects, they are taken out again, at the latest before the next lines. */
  async append(lines: Buffer): Promise<void> {
    const { durable, ensureHeld } = this.#options;
    try {
      await ensureHeld?.();
      await this.#removeTorn();
      const handle = await this.#open();
      if (!durable) return await this.#put(handle, this.#bytes > 0 ? lines : this.#withHeader(lines));
      // The header is on the disk before any line, so a journal without one is known to have no lines.
      if (this.#bytes === 0) await this.#put(handle, this.#withHeader());
      if (!this.#isNameSynced) await syncFolder(dirname(this.#path));
      this.#isNameSynced = true;
      await this.#put(handle, lines);
    } catch (error) {
      await this.#removeTorn().catch(() => undefined); // It is tried again before the next lines.
      throw asStoreError(`${basename(this.#path)} cannot be written`, error);
    }
  }

  async #open(): Promise<FileHandle> {
    this.#handle ??= await open(this.#path, "ax", privateFile).catch((error: NodeJS.ErrnoException) => {
      this.#isForeign = error.code === "EEXIST";
      throw this.#isForeign ? this.#touched("was created by another program; stop all servers of the folder") : error;
    });
    return this.#handle;
  }

  #withHeader(...lines: readonly Buffer[]): Buffer {
    const { durable, writer } = this.#options;
    const header = new Lines();
    header.addChecked(encodeLine(writer, { journal: journalFormat, durable }));
    return Buffer.concat([header.bytes, ...lines]);
  }

  async #put(handle: FileHandle, bytes: Buffer): Promise<void> {
    const { durable, ensureHeld } = this.#options;
    this.#isTorn = true;
    // One system call for all: a write in pieces would wait for the event loop between them.
    for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten;
    const [found] = await Promise.all([handle.stat(), durable ? handle.datasync() : undefined]);
    this.#isDeleted = found.nlink === 0;
    this.#isForeign = found.size !== this.#bytes + bytes.length;
    if (this.#isDeleted) throw this.#touched("was deleted while the server was running; put the folder back in place");
    if (this.#isForeign) throw this.#touched("was written by another program; stop all servers of the folder");
    // Confirmed only if no other server can have loaded the folder without these lines.
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
