/**
 * Runs every check of CI after `npm ci`: `node scripts/ci.mjs`. The last line is "N passed, N failed", where a check
 * that fails counts like a test. Linux fails on skipped tests; elsewhere some tests cannot run.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const results = "node_modules/.cache/luna/tests.json";

const checks = {
  types: "npm run -s types",
  lint: "npm run -s lint",
  "generated files": "npm run -s check",
  tests: "npm run -s unit -- --coverage",
  "unused code": "npm run -s knip",
  packages: "npm run -s packages",
};

/** Returns how many tests passed and failed; a run without results has failed. */
function counts() {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(results, "utf8"));
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
rmSync(results, { force: true });
const failedChecks = Object.entries(checks).filter(([name, command]) => {
  console.log(`\n== ${name}`);
  const { status } = spawnSync(command, { shell: true, stdio: "inherit", env: { ...process.env, CI: "true" } });
  return status !== 0;
});
const { passed, failed, skipped } = counts();
const refused = process.platform === "linux" ? skipped : 0;
if (skipped > 0) console.log(`${skipped} tests were skipped${refused > 0 ? ", which is not allowed on Linux" : ""}`);
for (const [name] of failedChecks) console.log(`failed: ${name}`);
const others = failedChecks.filter(([name]) => name !== "tests" || failed + refused === 0).length;
const failures = failed + refused + others;
console.log(`${passed} passed, ${failures} failed`);
process.exitCode = failures === 0 ? 0 : 1;
