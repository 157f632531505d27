import { readFileSync } from "node:fs";
import type { Server } from "node:http";

/** How many files the process may have open; undefined where the system does not say. */
function maxOpenFiles(): number | undefined {
  if (process.platform !== "linux") return undefined;
  try {
    const soft = /^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1];
    return soft === undefined ? undefined : Number(soft);
  } catch {
    return undefined; // No /proc, as in some sandboxes of other tools.
  }
}

/**
 * Returns how many connections servers may have at a time. A quarter of the open files, and at least 64, are left for
 * the state, for journals and for code that is loaded late: an import that fails for want of one fails for ever.
 */
export function maxConnections(openFiles: number | undefined): number {
  if (openFiles === undefined) return Number.POSITIVE_INFINITY;
  return Math.max(16, openFiles - Math.max(64, Math.floor(openFiles / 4)));
}

/** Closes new connections of servers that have together as many as they may. */
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
