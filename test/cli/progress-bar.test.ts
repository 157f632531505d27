import { expect, test } from "vitest";
import { ProgressBar } from "../../cli/progress-bar.js";

/** Returns the output of a bar of 200 steps that is updated at some moments, in milliseconds. */
function shown(isTTY: boolean, updates: readonly (readonly [ms: number, count: number])[]): string {
  let now = 0;
  let text = "";
  const write = (added: string) => {
    text += added;
  };
  const bar = new ProgressBar("seed", 200, { isTTY, write }, () => now);
  for (const [ms, count] of updates) {
    now = ms;
    bar.add(count);
  }
  bar.end();
  return text;
}

test("a terminal gets a bar that is redrawn and removed", () => {
  const filled = "=".repeat(15) + " ".repeat(15);
  expect(
    shown(true, [
      [50, 50],
      [1200, 50],
      [1250, 50],
    ]),
  ).toBe(`\rseed [${filled}]  50 % 1 s\r\x1b[K`);
});

test("a file gets a line every five seconds", () => {
  expect(
    shown(false, [
      [4999, 50],
      [5000, 50],
      [6000, 50],
      [10_000, 50],
    ]),
  ).toBe("seed: 50 % (5 s)\nseed: 100 % (10 s)\n");
});
