import { Lines } from "./lines.js";

/** Lines of the running write, and lines gathered for the next write. */
export class PendingLines {
  #writing = new Lines();
  #writingSince = 0;
  #gathered = new Lines();
  #gatheredSince = 0;

  get count(): number {
    return this.#writing.count + this.#gathered.count;
  }

  get bytes(): number {
    return this.#writing.size + this.#gathered.size;
  }

  get hasGathered(): boolean {
    return this.#gathered.size > 0;
  }

  /** Time at which the oldest line was added. */
  get since(): number {
    return this.#writing.size > 0 ? this.#writingSince : this.#gatheredSince;
  }

  add(line: string, now: number): void {
    if (this.#gathered.size === 0) this.#gatheredSince = now;
    this.#gathered.addChecked(line);
  }

  /** Returns the lines to write now: those of a failed write, otherwise all gathered lines. */
  beginWrite(): Buffer {
    if (this.#writing.size === 0) {
      [this.#gathered, this.#writing] = [this.#writing, this.#gathered];
      this.#writingSince = this.#gatheredSince;
    }
    return this.#writing.bytes;
  }

  /** Removes the lines that beginWrite returned. */
  endWrite(): void {
    this.#writing.clear();
  }

  clear(): void {
    this.#writing.clear();
    this.#gathered.clear();
  }
}
