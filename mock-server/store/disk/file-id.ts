import { statSync } from "node:fs";

/** Returns a text that changes whenever the file is written or replaced. */
export function fileIdOf(file: string): string {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? "" : `${found.dev}-${found.ino}-${found.mtimeNs}-${found.size}`;
}
