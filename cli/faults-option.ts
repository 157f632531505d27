import type { FaultRequest } from "../mock-server/index.js";
import { readFile } from "../shared/read-limited.js";
import { mebibyte } from "../shared/units.js";
import { UsageError } from "../shared/usage-error.js";
import { decodeUtf8 } from "../shared/utf8.js";

export const faultsOption = {
  value: "<file>",
  meaning: 'faults of the sandbox "default": a JSON file with a list of faults; see docs/faults.md',
} as const;

/** Reads a file of faults, which the server validates. Throws UsageError if it is not JSON. */
export function readFaults(file: string): readonly FaultRequest[] {
  try {
    return JSON.parse(decodeUtf8(readFile(file, mebibyte)));
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === "ENOENT" ? "there is no such file" : (error as Error).message;
    throw new UsageError(`--faults ${file}: ${reason}; use a JSON file with a list of faults`);
  }
}
