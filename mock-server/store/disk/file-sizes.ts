const mebibyte = 1024 * 1024;

export interface SizeOptions {
  /** Journals larger than this, and than four times their state file, are folded into a new state file; in bytes. */
  readonly compactAtBytes?: number;
  /** A sandbox whose state file and journals have this size takes no more changes; in bytes. */
  readonly maxFileBytes?: number;
}

/**
 * Sizes of a sandbox's files in bytes, with journal lines that are not written yet. Folding makes no file that is
 * larger than the state file and the lines folded into it: a line is longer than the record that it adds.
 */
export class FileSizes {
  readonly maxFileBytes: number;
  readonly #compactAtBytes: number;
  #state = 0;
  #lines = 0;

  constructor({ maxFileBytes = 256 * mebibyte, compactAtBytes = 32 * mebibyte }: SizeOptions) {
    this.maxFileBytes = maxFileBytes;
    this.#compactAtBytes = compactAtBytes;
  }

  /** The limit in whole MiB, as messages have it. */
  get maxMebibytes(): number {
    return Math.floor(this.maxFileBytes / mebibyte);
  }

  /** Journal lines that are not in the state file. */
  get lines(): number {
    return this.#lines;
  }

  hasRoom(bytes: number): boolean {
    return this.#state + this.#lines + bytes <= this.maxFileBytes;
  }

  addLine(bytes: number): void {
    this.#lines += bytes;
  }

  /** Sets the size of a new state file, which has the first `folded` bytes of the lines. */
  setState(bytes: number, folded: number): void {
    this.#state = bytes;
    this.#lines -= folded;
  }

  /**
   * Whether the lines are to be folded into the state file. They may be much larger than it, so that writing state
   * files stays a small share of the work; but half of the room is for the changes that come while one is written.
   */
  get needCompaction(): boolean {
    const halfOfRoom = Math.max((this.maxFileBytes - this.#state) / 2, this.maxFileBytes / 16);
    return this.#lines > Math.min(Math.max(this.#compactAtBytes, 4 * this.#state), halfOfRoom);
  }

  /** Whether folding may make room in a full sandbox. A state file that is full by itself is not written for little. */
  get canShrink(): boolean {
    return this.#lines > this.maxFileBytes / 16;
  }
}
