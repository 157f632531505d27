/** Builds the command once for all tests, because a process loads it much faster than the sources. */
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
  const folder = join(root, "node_modules", ".cache", "luna", `build-${process.pid}`);
  const built = join(folder, "dist");
  await promisify(execFile)(process.execPath, ["scripts/build.mjs", built], { cwd: root });
  await copyFile(join(root, "package.json"), join(folder, "package.json"));
  provide("built", built);
  return () => rm(folder, { recursive: true });
}
