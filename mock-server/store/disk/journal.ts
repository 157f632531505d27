import { mebibyte } from "../../../shared/units.js";
import type { Change } from "../port.js";
import { SerialQueue } from "../serial-queue.js";
import { JournalFile, type JournalFileOptions } from "./journal-file.js";
import { checkedLine, encodeChanges, encodeLine, type LineStep, newWriter, PendingLines } from "./journal-lines.js";

export interface JournalOptions extends Omit<JournalFileOptions, "writer"> {
  /** Number of the last transaction before the journal. */
  readonly last?: number;
  /** Called with the length of a line before it is added. It throws to refuse the change. */
  readonly reserve?: (bytes: number) => void;
  /** Called when writing begins to fail. */
  readonly failed: (error: Error) => void;
  /** Time in milliseconds. */
  readonly now?: () => number;
}

/** Minimum time between the starts of two background writes, in milliseconds. */
const betweenWritesMs = 40;

/** Age of the oldest pending line from which responses wait, in milliseconds. */
const maxLagMs = 60;

/** Size of the pending lines from which responses wait, in bytes. */
const maxPendingBytes = 4 * mebibyte;

/**
 * An append-only file of changes. Lines are batched: lines that arrive during a write share the next write. After a
 * failed write all changes are refused until `retry` succeeds.
 */
export class Journal {
  readonly #options: JournalOptions;
  readonly #writer = newWriter();
  readonly #pending = new PendingLines();
  readonly #queue = new SerialQueue();
  readonly #reserve: (bytes: number) => void;
  #file: JournalFile;
  #last: number;
  /** Number of the last written line, after a failed write. */
  #lastWritten = 0;
  /** Cancels the planned background write. */
  #cancelSoon: (() => void) | undefined;
  #lastStart = Number.NEGATIVE_INFINITY;
  /** The next write, which has not begun. */
  #nextWrite: Promise<void> | undefined;
  #failure: Error | undefined;

  constructor(path: string, options: JournalOptions) {
    this.#options = options;
    this.#reserve = options.reserve ?? (() => undefined);
    this.#file = this.#newFile(path);
    this.#last = options.last ?? 0;
  }

  #newFile(path: string): JournalFile {
    return new JournalFile(path, { ...this.#options, writer: this.#writer });
  }

  /** Number of the last transaction. After `retry`, numbers of failed changes are used again. */
  get last(): number {
    return this.#last;
  }

  /** Length of the present file and the pending lines. */
  get bytes(): number {
    return this.#file.bytes + this.#pending.bytes;
  }

  /** Why changes are refused; undefined if they are accepted. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** Whether another program writes to the files, which must not be changed then. */
  get isForeign(): boolean {
    return this.#file.isForeign;
  }

  /** Whether the file was deleted. Only `restart` helps then. */
  get isDeleted(): boolean {
    return this.#file.isDeleted;
  }

  /**
   * Adds the line of a transaction, or throws and adds nothing. The response must wait for the promise, if any. It
   * rejects only with --durable, and the change must be undone then. Otherwise the line stays in memory until a write
   * succeeds.
   */
  add(changes: readonly Change[]): Promise<void> | undefined {
    if (this.#failure !== undefined) throw this.#failure;
    const now = this.#now();
    this.#pending.add(encodeChanges(this.#writer, this.#last + 1, changes), now, this.#reserve);
    this.#last += 1;
    if (this.#options.durable) return this.flush();
    if (this.#isBehind(now)) return this.flush().catch(() => undefined);
    this.#cancelSoon ??= this.#flushSoon();
    return undefined;
  }

  /**
   * Writes a step until it is on the disk. If that fails, it leaves no line. It is accepted without room, too, because
   * a restored state may be smaller.
   */
  addStep(step: LineStep): Promise<void> {
    return this.#queue.run(async () => {
      if (this.#failure !== undefined) throw this.#failure;
      while (this.#pending.count > 0) await this.#write();
      const line = checkedLine(encodeLine(this.#writer, { n: this.#last + 1, ...step }));
      await this.#file.append(line).catch((error) => {
        this.#fail(error);
        throw error;
      });
      this.#last += 1;
    });
  }

  /** Whether a kill at this moment would lose more than the documented 100 ms. */
  #isBehind(now: number): boolean {
    return this.#pending.bytes > maxPendingBytes || now - this.#pending.since > maxLagMs;
  }

  #now(): number {
    return (this.#options.now ?? defaultNow)();
  }

  /**
   * Plans a write at the end of this turn: a timer would be late behind long work of another request. Shortly after a
   * write it waits, so that many requests share the next write. Returns a function that cancels it.
   */
  #flushSoon(): () => void {
    const flush = () => void this.flush().catch(() => undefined); // The failure stays, and refuses changes.
    const wait = this.#lastStart + betweenWritesMs - this.#now();
    if (wait > 0) {
      const timer = setTimeout(flush, wait);
      return () => clearTimeout(timer);
    }
    const immediate = setImmediate(flush);
    return () => clearImmediate(immediate);
  }

  /**
   * Resolves when all lines added so far are on the disk; undefined if responses need not wait. After a failure they
   * need not: with --durable, failed changes are undone.
   */
  pending(): Promise<void> | undefined {
    return this.#options.durable && this.#failure === undefined ? this.#queue.last : undefined;
  }

  /** Writes all lines that were added so far. */
  flush(): Promise<void> {
    this.#cancelSoon?.();
    this.#cancelSoon = undefined;
    this.#lastStart = this.#now();
    if (!this.#pending.hasGathered) return this.#nextWrite ?? this.#queue.last ?? Promise.resolve();
    // It starts in a later microtask, so that lines of this moment share it.
    this.#nextWrite ??= this.#queue.run(async () => {
      this.#nextWrite = undefined;
      if (this.#failure !== undefined) throw this.#failure;
      await this.#write();
    });
    return this.#nextWrite;
  }

  /** Writes the lines of a failed write, or else the batched lines. */
  async #write(): Promise<void> {
    if (this.#pending.count === 0) return;
    try {
      await this.#file.append(this.#pending.beginWrite());
      this.#pending.endWrite();
    } catch (error) {
      this.#fail(error as Error);
      throw error;
    }
  }

  #fail(error: Error): void {
    const isNew = this.#failure === undefined;
    this.#failure = error;
    this.#lastWritten = this.#last - this.#pending.count;
    if (this.#options.durable) this.#pending.clear();
    if (isNew) this.#options.failed(error);
  }

  /** Retries after a failed write. Resolves when changes are accepted again. */
  retry(): Promise<void> {
    return this.#queue.run(async () => {
      if (this.#failure === undefined) return;
      if (this.isForeign || this.isDeleted) throw this.#failure;
      if (this.#options.durable) {
        this.#last = this.#lastWritten;
        await this.#file.appendHeader();
      }
      while (this.#pending.count > 0) await this.#write();
      this.#failure = undefined;
    });
  }

  /** Writes all lines that were added so far and continues in a new file. */
  moveTo(path: string): Promise<void> {
    // A separate write, because callers of add() wait for its promise.
    const written = this.flush();
    return this.#queue.run(async () => {
      await written;
      await this.#replaceFile(path);
    });
  }

  /** Continues after step `last`, when all records were replaced. No lines are pending. */
  continueAfter(last: number): void {
    this.#last = last;
  }

  /** Accepts changes again after a failure, in a new file. A base must have all steps up to `last`. */
  restart(path: string, last: number): Promise<void> {
    return this.#queue.run(async () => {
      this.#pending.clear();
      this.#last = last;
      this.#failure = undefined;
      await this.#replaceFile(path);
    });
  }

  /** Continues in a new file, even if closing the old file fails. */
  async #replaceFile(path: string): Promise<void> {
    const old = this.#file;
    this.#file = this.#newFile(path);
    await old.close();
  }

  /** Closes the file of a deleted sandbox. */
  abandon(): Promise<void> {
    this.#cancelSoon?.();
    return this.#queue.run(() => this.#file.close());
  }

  /** Writes all lines and closes the file. Rejects if confirmed changes are lost. */
  async close(): Promise<void> {
    try {
      await (this.#failure === undefined ? this.flush() : this.retry());
    } catch (error) {
      const { count } = this.#pending;
      const lost = count === 1 ? "1 change is lost" : `${count} changes are lost`;
      if (count > 0) throw new Error(`${(error as Error).message}; ${lost}`, { cause: error });
    } finally {
      await this.#file.close();
    }
  }
}

const defaultNow = () => performance.now();
