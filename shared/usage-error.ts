/** Thrown for a wrong command line: exit code 2. The message says what to do. */
export class UsageError extends Error {
  override name = "UsageError" as const;
}
