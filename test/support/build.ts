/** Builds the command once for all tests: a process starts it in a fraction of the time that the sources take. */
import { execFile } from "node:child_process";
import { copyFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of the build. */
    readonly built: string;
  }
}

export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  // Inside the project, so that the build finds the packages that it does not bundle.
  const built = join(root, "node_modules", ".cache", "luna", `build-${process.pid}`);
  await promisify(execFile)(process.execPath, ["scripts/build.mjs", built], { cwd: root });
  await copyFile(join(root, "package.json"), join(built, "..", "package.json"));
  provide("built", built);
  return () => rm(built, { recursive: true });
}
