import { mebibyte } from "../../../shared/units.js";
import { checksumLength, writeChecksum } from "./journal-format.js";

const newline = 10;

/** Maximum size of the memory that clear() keeps, in bytes: a very long line must not occupy it for ever. */
const defaultBytes = mebibyte;

/** Lines to be written to a file, as bytes in reused memory: fresh memory costs more than the write. */
export class Lines {
  #memory = Buffer.allocUnsafeSlow(16 * 1024);
  #length = 0;
  #count = 0;

  /** Size in bytes. */
  get size(): number {
    return this.#length;
  }

  /** Number of lines. */
  get count(): number {
    return this.#count;
  }

  add(line: string): void {
    // UTF-8 takes up to three bytes for each unit of a string.
    this.#ensure(3 * line.length + 1);
    this.#length += this.#memory.write(line, this.#length);
    this.#length = this.#memory.writeUInt8(newline, this.#length);
    this.#count += 1;
  }

  /** Adds a line that begins with the checksum of the rest. */
  addChecked(line: string): void {
    this.#ensure(checksumLength + 3 * line.length + 1);
    const begin = this.#length + checksumLength;
    const end = begin + this.#memory.write(line, begin);
    writeChecksum(this.#memory, this.#length, end);
    this.#length = this.#memory.writeUInt8(newline, end);
    this.#count += 1;
  }

  #ensure(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#memory.length) return;
    const memory = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#memory.length));
    this.#memory.copy(memory, 0, 0, this.#length);
    this.#memory = memory;
  }

  /** All lines; valid until the next change. */
  get bytes(): Buffer {
    return this.#memory.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
    this.#count = 0;
    if (this.#memory.length > defaultBytes) this.#memory = Buffer.allocUnsafeSlow(defaultBytes);
  }
}
