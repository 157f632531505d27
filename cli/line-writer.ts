import type { Writable } from "node:stream";
import { pluralized } from "../shared/pluralized.js";

/** Maximum number of lines that wait for the next write. */
const maxLines = 1000;

/** Time that lines are collected for, in milliseconds. */
const collectMs = 20;

/** Time that a blocked stream has for the last lines, in milliseconds. */
const graceMs = 1000;

/** Writes lines in batches. Drops and counts lines that a blocked stream cannot take, and all lines of a closed stream. */
export class LineWriter {
  readonly #stream: Writable;
  #lines: string[] = [];
  #dropped = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(stream: Writable) {
    this.#stream = stream;
    stream.on("drain", () => this.flush());
  }

  /** Adds a line; `text` is called only if the line is written. */
  add(text: () => string): void {
    if (!this.#stream.writable) return;
    if (this.#stream.writableNeedDrain || this.#lines.length >= maxLines) this.#dropped += 1;
    else this.#lines.push(text());
    this.#timer ??= setTimeout(() => this.flush(), collectMs).unref();
  }

  /** Writes the collected lines, and the number of dropped lines as soon as the stream takes it. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#stream.writableNeedDrain || !this.#stream.writable) return;
    const lines = [
      ...this.#lines,
      ...(this.#dropped === 0
        ? []
        : [`${pluralized(this.#dropped, "request")} not shown, because the output is blocked`]),
    ];
    this.#lines = [];
    this.#dropped = 0;
    if (lines.length > 0) this.#stream.write(`${lines.join("\n")}\n`);
  }

  /** Writes the last lines. Returns false if the stream has not taken them after a second. */
  async end(): Promise<boolean> {
    this.flush();
    if (!this.#stream.writableNeedDrain) return true;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), graceMs);
      this.#stream.once("drain", () => {
        clearTimeout(timer);
        resolve(true);
      });
    });
  }
}
