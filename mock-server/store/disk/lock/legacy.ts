import { readFileSync, rmSync } from "node:fs";
import { uptime } from "node:os";
import { join } from "node:path";
import { bootId } from "./folder-addresses.js";
import { FolderInUseError } from "./folder-in-use.js";

/** The file `lock` of version 0.1. */
interface LegacyLock {
  readonly pid: number;
  readonly host: string;
  readonly since: number;
  readonly boot?: string;
}

/** Throws FolderInUseError for the lock of a living process of version 0.1; removes the lock of a dead process. */
export function upgradeLegacyLock(folder: string): void {
  const file = join(folder, "lock");
  const lock = readLegacyLock(file);
  if (lock !== undefined && isAlive(lock))
    throw new FolderInUseError(
      `${folder} is in use by process ${lock.pid} on ${lock.host}, of an older version; stop it, choose another folder ` +
        `with --data, or use --memory; if that process is not a luna-sandbox, delete ${file}`,
    );
  rmSync(file, { force: true });
}

function readLegacyLock(file: string): LegacyLock | undefined {
  try {
    const lock = JSON.parse(readFileSync(file, "utf8")) as Partial<LegacyLock> | null;
    return Number.isInteger(lock?.pid) && Number.isFinite(lock?.since) ? (lock as LegacyLock) : undefined;
  } catch (error) {
    // The file is missing, or its writer was killed.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function isAlive({ pid, since, boot }: LegacyLock): boolean {
  const isOfThisBoot = boot && bootId ? boot === bootId : since >= Date.now() - uptime() * 1000;
  if (!isOfThisBoot || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
