import type { VerifyProgress } from "../../contracts/verify/index.js";
import { pluralized } from "../../shared/pluralized.js";

/** Prints the progress of a verification to stderr every five seconds. */
export function reportProgress() {
  let latest: VerifyProgress = { phase: "verified", done: 0, of: 0 };
  const started = performance.now();
  const timer = setInterval(() => {
    const { phase, done, of } = latest;
    const text = of === 0 ? "running" : `${phase}: ${done} of ${pluralized(of, "interaction")}`;
    console.error(`luna-sandbox verify: ${text} (${Math.round((performance.now() - started) / 1000)} s)`);
  }, 5000);
  timer.unref();
  return {
    progress: (progress: VerifyProgress): void => {
      latest = progress;
    },
    stop: (): void => clearInterval(timer),
  };
}
