import { readFile, readProblem } from "../shared/read-limited.js";
import { UsageError } from "../shared/usage-error.js";

interface FileFormat<T> {
  readonly maxBytes: number;
  readonly parse: (bytes: Buffer) => T;
  /** Advice for a missing file. */
  readonly advice: string;
}

function problemOf(error: unknown, advice: string): string {
  if (error instanceof SyntaxError) return `not JSON: ${error.message}`;
  const problem = readProblem(error as Error);
  return (error as NodeJS.ErrnoException).code === "ENOENT" ? `${problem}; ${advice}` : problem;
}

/** Reads and parses the JSON file of an option. Throws UsageError with the option, the file and the problem. */
export function readOptionFile<T>(option: string, file: string, { maxBytes, parse, advice }: FileFormat<T>): T {
  try {
    return parse(readFile(file, maxBytes));
  } catch (error) {
    throw new UsageError(`--${option} ${file}: ${problemOf(error, advice)}`);
  }
}
