import { createHash } from "node:crypto";
import { closeSync, openSync, readFileSync, realpathSync, statSync } from "node:fs";
import { hostname, uptime } from "node:os";
import { join, resolve } from "node:path";

/** Maximum length of a socket's path, in bytes; libuv silently truncates longer paths. */
const maxSocketPath = process.platform === "linux" ? 107 : 103;

/** Linux's id of the current boot, equal in all containers of a machine; empty on other systems. */
export const bootId = readBootId();

function readBootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return ""; // Not Linux, or /proc is missing.
  }
}

/**
 * Id of the running kernel. Two ids for one kernel only cost the wait for a heartbeat; one id for two kernels would make
 * a living process look dead. Other systems than Linux use their host name and the minute of their start.
 */
const kernelId = bootId || `${process.platform}-${hostname()}-${Math.round((Date.now() / 1000 - uptime()) / 60)}`;

/** The kernel's addresses that belong to a data folder, equal for all paths to it. */
export class FolderAddresses {
  readonly path: string;
  /** Ids of the kernel and the inode. Only if both are equal, a refused connection proves that a process ended. */
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
   * The address of the folder itself, which stays taken when files are removed: an abstract socket on Linux, within one
   * network namespace, or a named pipe on Windows. Undefined on other systems.
   */
  get guard(): string | undefined {
    if (process.platform === "linux") return `\0luna-sandbox-${this.#inode}`;
    return process.platform === "win32" ? this.#pipe("guard") : undefined;
  }

  /** Returns the address of a socket in the folder, for all namespaces; undefined if its path is too long. */
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

/** Returns the device and inode of a path; empty for a missing file. */
export function inodeOf(path: string): string {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? "" : `${found.dev}-${found.ino}`;
}
