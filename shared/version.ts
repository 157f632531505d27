import { readFileSync } from "node:fs";

/** Returns the version of this package: package.json is one folder up, in the sources and in dist/. */
export function programVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return (manifest as { version: string }).version;
}
