import { createHash } from "node:crypto";
import { closeSync, openSync, readFileSync, realpathSync, statSync } from "node:fs";
import { hostname, uptime } from "node:os";
import { join, resolve } from "node:path";

/** The longest path of a socket, in bytes; libuv silently cuts longer ones off. */
const maxSocketPath = process.platform === "linux" ? 107 : 103;

/** The id that Linux gives each boot, in all containers of a machine; empty on other systems. */
export const bootId = readBootId();

function readBootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return ""; // Another system, or no /proc.
  }
}

/**
 * Names the running kernel. Two names for one kernel only cost the wait for a heartbeat; one name for two kernels would
 * make a living process look dead. So other systems give their host and the minute of their start.
 */
const kernelId = bootId || `${process.platform}-${hostname()}-${Math.round((Date.now() / 1000 - uptime()) / 60)}`;

/** A data folder, whatever path leads to it, and the addresses in the kernel that belong to it. */
export class FolderAddresses {
  readonly path: string;
  /** The kernel with the folder's device and inode: only where both are equal does a refused connection prove a death. */
  readonly id: string;
  readonly #inode: string;
  #descriptor: number | undefined;

  constructor(folder: string) {
    this.path = resolve(folder);
    this.#inode = inodeOf(this.path);
    this.id = `${kernelId}/${this.#inode}`;
    this.#descriptor = process.platform === "linux" ? openSync(this.path, "r") : undefined;
  }

  /** Whether the path still leads to the same folder. */
  get isThere(): boolean {
    return inodeOf(this.path) === this.#inode;
  }

  /**
   * The address of the folder itself, which no removal of files frees: an abstract socket on Linux, within one network
   * namespace, and a named pipe on Windows. Undefined on other systems.
   */
  get guard(): string | undefined {
    if (process.platform === "linux") return `\0luna-sandbox-${this.#inode}`;
    return process.platform === "win32" ? this.#pipe("guard") : undefined;
  }

  /** The address of a socket in the folder, reached by processes of all namespaces. Undefined if its path is too long. */
  socket(name: string): string | undefined {
    if (process.platform === "win32") return this.#pipe(name);
    const path = join(this.path, name);
    if (Buffer.byteLength(path) <= maxSocketPath) return path;
    return this.#descriptor === undefined ? undefined : `/proc/self/fd/${this.#descriptor}/${name}`;
  }

  #pipe(name: string): string {
    const path = realpathSync.native(this.path).toLowerCase();
    return `\\\\.\\pipe\\luna-sandbox-${createHash("sha256").update(path).digest("hex").slice(0, 32)}-${name}`;
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}

/** Returns the device and inode of a path; empty if nothing is there. */
export function inodeOf(path: string): string {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? "" : `${found.dev}-${found.ino}`;
}
