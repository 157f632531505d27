const mebibyte = 1024 * 1024;

export interface SizeOptions {
  /** Journals larger than this, and than four times their state file, are folded into a new state file; in bytes. */
  readonly outgrown?: number;
  /** A sandbox whose state file and journals have this size takes no more changes; in bytes. */
  readonly most?: number;
}

/**
 * Sizes of a sandbox's files in bytes, with journal lines that are not written yet. Folding makes no file that is
 * larger than the state file and the lines folded into it: a line is longer than the record that it adds.
 */
export class FileSizes {
  readonly most: number;
  readonly #outgrown: number;
  #state = 0;
  #lines = 0;

  constructor({ most = 256 * mebibyte, outgrown = 32 * mebibyte }: SizeOptions) {
    this.most = most;
    this.#outgrown = outgrown;
  }

  /** The limit in whole MiB, as messages have it. */
  get mostMebibytes(): number {
    return Math.floor(this.most / mebibyte);
  }

  /** Journal lines that are not in the state file. */
  get lines(): number {
    return this.#lines;
  }

  hasRoom(bytes: number): boolean {
    return this.#state + this.#lines + bytes <= this.most;
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
  get areOutgrown(): boolean {
    const halfOfRoom = Math.max((this.most - this.#state) / 2, this.most / 16);
    return this.#lines > Math.min(Math.max(this.#outgrown, 4 * this.#state), halfOfRoom);
  }

  /** Whether folding may make room in a full sandbox. A state file that is full by itself is not written for little. */
  get canShrink(): boolean {
    return this.#lines > this.most / 16;
  }
}
