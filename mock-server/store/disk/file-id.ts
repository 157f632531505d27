import { statSync } from "node:fs";

/** Returns a string that changes when the file is written or replaced; empty for a missing file. */
export function fileIdOf(file: string): string {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? "" : `${found.dev}-${found.ino}-${found.mtimeNs}-${found.size}`;
}
