import { type FileHandle, open } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { asStoreError } from "./disk-error.js";
import { encodeLine, type JournalLine, journalFormat, newWriter } from "./journal-format.js";
import { Lines } from "./lines.js";
import { privateFile } from "./make-folder.js";
import { syncFolder } from "./sync-folder.js";

export interface JournalOptions {
  /** Whoever adds a line waits until it is on the disk; otherwise it is given to the system soon. */
  readonly durable: boolean;
  /** Hears of a write that failed when nobody waits for it. */
  readonly failed: (error: Error) => void;
  /** Throws if another process may have had the folder since the journal was opened. */
  readonly ensureHeld?: () => Promise<void>;
}

/** The least time between the begins of two writes that nobody waits for, in milliseconds. */
const betweenWrites = 40;

/**
 * An append-only file of changes. Lines are gathered and written together; those that come while a write is
 * under way share the next one. After a write has failed nothing more is taken: memory and disk would drift apart.
 */
export class Journal {
  readonly #options: JournalOptions;
  readonly #writer = newWriter();
  #file: string;
  #handle: FileHandle | undefined;
  /** What the next write takes along. */
  #gathered = new Lines();
  /** What the write under way is of, if there is one. */
  #written = new Lines();
  /** Begins the next write, while there are lines that nobody waits for. */
  #soon: (() => void) | undefined;
  /** When the last write began, by performance.now(). */
  #begun = Number.NEGATIVE_INFINITY;
  /** The last step that was asked for and is not done; steps are done one after the other. */
  #last: Promise<void> | undefined;
  /** The write that lines gather for; it has not begun. */
  #next: Promise<void> | undefined;
  #failure: Error | undefined;
  /** What was written to the present file. */
  bytes = 0;

  constructor(file: string, options: JournalOptions) {
    this.#file = file;
    this.#options = options;
  }

  get failure(): Error | undefined {
    return this.#failure;
  }

  /**
   * Adds the line of a transaction, or throws and has taken nothing. The promise, if there is one, is done when the
   * line is on the disk.
   */
  add(n: number, changes: JournalLine["changes"]): Promise<void> | undefined {
    if (this.#failure !== undefined) throw this.#failure;
    const line: JournalLine = { n, changes: changes.map(({ table, after }) => ({ table, after })) };
    this.#gathered.addChecked(encodeLine(this.#writer, line));
    if (this.#options.durable) return this.flush();
    this.#soon ??= this.#flushSoon();
    return undefined;
  }

  /**
   * Writes at the end of this turn: on a timer, long work of another request would hold it up, and a kill find it
   * undone. Only soon after another write it waits a little, so that many requests share one. Gives back how to call
   * it off.
   */
  #flushSoon(): () => void {
    const flush = () => void this.flush().catch(this.#options.failed);
    const wait = this.#begun + betweenWrites - performance.now();
    if (wait > 0) {
      const timer = setTimeout(flush, wait);
      return () => clearTimeout(timer);
    }
    const immediate = setImmediate(flush);
    return () => clearImmediate(immediate);
  }

  /**
   * Done when all lines added so far are on the disk; undefined if nobody has to wait. After a failure nobody has to:
   * what was not written is not in memory either.
   */
  pending(): Promise<void> | undefined {
    return this.#options.durable && this.#failure === undefined ? this.#last : undefined;
  }

  /** Writes all lines that were added so far. */
  flush(): Promise<void> {
    this.#soon?.();
    this.#soon = undefined;
    this.#begun = performance.now();
    if (this.#gathered.size === 0) return this.#next ?? this.#last ?? Promise.resolve();
    this.#next ??= this.#step(() => {
      this.#next = undefined;
      return this.#write();
    });
    return this.#next;
  }

  /** Does `work` after all steps before it, and never at once, so that lines of the same moment come along. */
  #step(work: () => Promise<void>): Promise<void> {
    // Whoever waits for a step before this one hears that it failed; this one finds out by itself.
    const mine = (this.#last ?? Promise.resolve()).catch(() => undefined).then(work);
    this.#last = mine;
    const done = () => {
      if (this.#last === mine) this.#last = undefined;
    };
    mine.then(done, done);
    return mine;
  }

  async #write(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#gathered.size === 0) return;
    const { bytes: lines } = this.#gathered;
    [this.#gathered, this.#written] = [this.#written, this.#gathered];
    const { durable, ensureHeld } = this.#options;
    try {
      await ensureHeld?.();
      const header = this.#handle === undefined ? await this.#open() : undefined;
      const bytes = header === undefined ? lines : Buffer.concat([header, lines]);
      await this.#handle?.appendFile(bytes);
      if (durable) {
        await this.#handle?.datasync();
        // Confirmed only if no other server can have loaded the folder without these lines.
        await ensureHeld?.();
      }
      this.bytes += bytes.length;
      this.#written.clear();
    } catch (error) {
      if (durable) await this.#takeBack();
      this.#failure = asStoreError(`the journal ${basename(this.#file)} cannot be written`, error);
      throw this.#failure;
    }
  }

  /** Returns the header that a new file must begin with. With --durable it is on the disk before any line is. */
  async #open(): Promise<Buffer> {
    this.#handle = await open(this.#file, "a", privateFile);
    const header = new Lines();
    header.addChecked(encodeLine(this.#writer, { journal: journalFormat, durable: this.#options.durable }));
    if (!this.#options.durable) return header.bytes;
    await this.#handle.appendFile(header.bytes);
    await this.#handle.sync();
    await syncFolder(dirname(this.#file));
    this.bytes = header.size;
    return Buffer.alloc(0);
  }

  /** Takes out what a write left behind that failed: whoever waits for it hears that it has not happened. */
  async #takeBack(): Promise<void> {
    try {
      await this.#handle?.truncate(this.bytes);
      await this.#handle?.datasync();
    } catch {
      // The disk takes nothing at all: what is left is dropped as torn, or kept as whole lines.
    }
  }

  /** Writes what was added so far and goes on in another file. */
  moveTo(file: string): Promise<void> {
    // A write of its own, so that whoever waits for one of these lines hears of it and not of a later one.
    const written = this.flush();
    return this.#step(async () => {
      await written;
      await this.abandon();
      this.#file = file;
      this.bytes = 0;
    });
  }

  /** Writes what was added so far and lets go of the file. */
  close(): Promise<void> {
    return this.moveTo(this.#file);
  }

  /** Lets go of the file without writing. */
  async abandon(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    await handle?.close();
  }
}
