/**
 * Runs changesets for both packages: `npm run changeset -- [command]`. Changesets ignores the root of a workspace, so
 * the root is listed as a workspace during the run. It cannot stay listed: npm would link and build it twice.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const file = new URL("../package.json", import.meta.url);
const rewrite = (from, to) => writeFileSync(file, readFileSync(file, "utf8").replace(from, to));

const listed = '"workspaces": [\n    "sdk"';
const withRoot = '"workspaces": [\n    ".",\n    "sdk"';

// Ctrl-C ends changesets, and package.json is restored.
process.on("SIGINT", () => undefined);
rewrite(listed, withRoot);
try {
  const { status } = spawnSync("npx", ["--no-install", "changeset", ...process.argv.slice(2)], {
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  process.exitCode = status ?? 1;
} finally {
  rewrite(withRoot, listed);
}
