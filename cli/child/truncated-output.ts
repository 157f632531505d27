const headBytes = 256 * 1024;
const tailBytes = 64 * 1024;

/** Output of a program: its beginning and its end, so that endless output needs little memory. */
export class TruncatedOutput {
  readonly #head: Buffer[] = [];
  #headLength = 0;
  #tail = Buffer.alloc(0);
  #dropped = 0;

  add(chunk: Buffer): void {
    const first = chunk.subarray(0, headBytes - this.#headLength);
    this.#head.push(first);
    this.#headLength += first.length;
    const tail = Buffer.concat([this.#tail, chunk.subarray(first.length)]);
    this.#tail = tail.subarray(Math.max(0, tail.length - tailBytes));
    this.#dropped += tail.length - this.#tail.length;
  }

  toString(): string {
    const gap = this.#dropped === 0 ? [] : [Buffer.from(`\n[… ${this.#dropped} bytes left out …]\n`)];
    return Buffer.concat([...this.#head, ...gap, this.#tail]).toString("utf8");
  }
}
