import type { FaultRequest } from "../mock-server/index.js";
import { mebibyte } from "../shared/units.js";
import { decodeUtf8 } from "../shared/utf8.js";
import { readOptionFile } from "./option-file.js";

export const faultsOption = {
  value: "<file>",
  meaning: 'faults of the sandbox "default": a JSON file with a list of faults; see docs/faults.md',
} as const;

/** Reads a file of faults, which the server validates. Throws UsageError if it is not JSON. */
export const readFaults = (file: string): readonly FaultRequest[] =>
  readOptionFile("faults", file, {
    maxBytes: mebibyte,
    parse: (bytes) => JSON.parse(decodeUtf8(bytes)),
    advice: "use a JSON file with a list of faults",
  });
