import { mebibyte } from "../../../shared/units.js";

export interface SizeOptions {
  /** Size in bytes from which journals are compacted, unless their state file has a quarter of it or more. */
  readonly compactAtBytes?: number;
  /** Maximum size of a sandbox's state file and journals together, in bytes. */
  readonly maxFileBytes?: number;
}

/**
 * Sizes of a sandbox's files in bytes, including journal lines that are not written yet. Compaction needs no extra
 * room: a journal line is longer than the record that it adds.
 */
export class FileSizes {
  readonly maxFileBytes: number;
  readonly #compactAtBytes: number;
  #state = 0;
  #lines = 0;

  constructor({ maxFileBytes = 256 * mebibyte, compactAtBytes = 64 * mebibyte }: SizeOptions) {
    this.maxFileBytes = maxFileBytes;
    this.#compactAtBytes = compactAtBytes;
  }

  /** The limit in whole MiB, for messages. */
  get maxMebibytes(): number {
    return Math.floor(this.maxFileBytes / mebibyte);
  }

  /** Bytes of journal lines that are not in the state file. */
  get lines(): number {
    return this.#lines;
  }

  hasRoom(bytes: number): boolean {
    return this.#state + this.#lines + bytes <= this.maxFileBytes;
  }

  addLine(bytes: number): void {
    this.#lines += bytes;
  }

  /** Sets the size of a new state file, which holds the first `compacted` bytes of the lines. */
  setState(bytes: number, compacted: number): void {
    this.#state = bytes;
    this.#lines -= compacted;
  }

  /**
   * Whether to compact the lines. They may be much larger than the state file, so that its writes stay a small share of
   * the work. Half of the room is left for changes that arrive during the write.
   */
  get needCompaction(): boolean {
    const halfOfRoom = Math.max((this.maxFileBytes - this.#state) / 2, this.maxFileBytes / 16);
    return this.#lines > Math.min(Math.max(this.#compactAtBytes, 4 * this.#state), halfOfRoom);
  }

  /**
   * Counts from a restored state on if little room is left: the restored state may be small, and a compaction will
   * count it. Returns whether to compact.
   */
  restart(): boolean {
    if (this.hasRoom(this.maxFileBytes / 4)) return false;
    this.setState(0, this.#lines);
    return true;
  }

  /** Whether compaction may make room in a full sandbox: a few lines are not worth a write of a large file. */
  get canShrink(): boolean {
    return this.#lines > this.maxFileBytes / 16;
  }
}
