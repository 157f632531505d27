import { cp } from "node:fs/promises";
import { basename } from "node:path";

/** Copies a data folder as a killed process would leave it, without the lock: sockets cannot be copied. */
export const copyAsKilled = (from: string, to: string): Promise<void> =>
  cp(from, to, { recursive: true, filter: (path) => !basename(path).startsWith("lock.") });
