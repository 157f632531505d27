const width = 30;
const terminalMs = 100;
const lineMs = 5000;

interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Shows the progress of a command: a bar on a terminal, otherwise a line every five seconds. */
export class ProgressBar {
  readonly #label: string;
  readonly #total: number;
  readonly #output: Output;
  readonly #now: () => number;
  readonly #began: number;
  #shownAt: number;
  #done = 0;

  constructor(label: string, total: number, output: Output = process.stderr, now = () => performance.now()) {
    this.#label = label;
    this.#total = total;
    this.#output = output;
    this.#now = now;
    this.#began = now();
    this.#shownAt = this.#began;
  }

  add(count: number): void {
    this.#done += count;
    const now = this.#now();
    if (now - this.#shownAt < (this.#output.isTTY ? terminalMs : lineMs)) return;
    this.#shownAt = now;
    const percent = `${Math.floor((100 * this.#done) / this.#total)} %`;
    const seconds = `${Math.round((now - this.#began) / 1000)} s`;
    const filled = Math.min(width, Math.floor((width * this.#done) / this.#total));
    const bar = `[${"=".repeat(filled)}${" ".repeat(width - filled)}]`;
    this.#output.write(
      this.#output.isTTY
        ? `\r${this.#label} ${bar} ${percent.padStart(5)} ${seconds}`
        : `${this.#label}: ${percent} (${seconds})\n`,
    );
  }

  /** Removes the bar from the terminal. */
  end(): void {
    if (this.#output.isTTY) this.#output.write("\r\x1b[K");
  }
}
