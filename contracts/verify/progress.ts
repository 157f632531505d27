import { counted } from "../../shared/text-table.js";
import type { Progress } from "./index.js";

/** The longest time that a timer of Node can wait for, in seconds. */
export const longestTimeout = 2_147_483;

const everyMs = 5000;

/**
 * Says on stderr every few seconds how far a verification has got, so that a long one does not look as if it hung.
 */
export function reportProgress() {
  let latest: Progress | undefined;
  const started = performance.now();
  const timer = setInterval(() => {
    const seconds = Math.round((performance.now() - started) / 1000);
    const { phase, done, of } = latest ?? { phase: "verified", done: 0, of: 0 };
    const what = of === 0 ? "under way" : `${phase}: ${done} of ${counted(of, "interaction")}`;
    console.error(`luna-sandbox verify: ${what} (${seconds} s)`);
  }, everyMs);
  timer.unref();
  return {
    progress: (progress: Progress): void => {
      latest = progress;
    },
    stop: (): void => clearInterval(timer),
  };
}
