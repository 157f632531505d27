import { readFileSync } from "node:fs";
import type { Server } from "node:http";

/** Returns the process's limit of open files; undefined if it is unknown. */
function maxOpenFiles(): number | undefined {
  if (process.platform !== "linux") return undefined;
  try {
    const soft = /^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1];
    return soft === undefined ? undefined : Number(soft);
  } catch {
    return undefined; // /proc is missing, as in some containers.
  }
}

/**
 * Returns the maximum number of connections. A quarter of the open files, and at least 64, are reserved for state files,
 * journals and late imports: Node never retries an import that failed with too many open files.
 */
export function maxConnections(openFiles: number | undefined): number {
  if (openFiles === undefined) return Number.POSITIVE_INFINITY;
  return Math.max(16, openFiles - Math.max(64, Math.floor(openFiles / 4)));
}

/** Closes new connections to servers whose limit of connections, which they share, is reached. */
export class ConnectionLimit {
  readonly #max: number;
  #open = 0;

  constructor(max = maxConnections(maxOpenFiles())) {
    this.#max = max;
  }

  apply(server: Server): void {
    server.on("connection", (socket) => {
      this.#open += 1;
      socket.once("close", () => {
        this.#open -= 1;
      });
      if (this.#open > this.#max) socket.destroy();
    });
  }
}
