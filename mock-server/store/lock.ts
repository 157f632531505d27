import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname, uptime } from "node:os";
import { join, resolve } from "node:path";
import { CannotOpen } from "./make-folder.js";

interface Owner {
  readonly pid: number;
  readonly host: string;
  readonly since: number;
}

/** Another process has the data folder. */
export class FolderInUse extends Error {
  override name = "FolderInUse" as const;
}

/** The locks of this process: one that names this process and is not here was left by an earlier one with its id. */
const held = new Set<string>();

function isAlive({ pid, since }: Owner, file: string): boolean {
  if (pid === process.pid) return held.has(file);
  if (since < Date.now() - uptime() * 1000) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

const read = (file: string): Owner => {
  try {
    const owner = JSON.parse(readFileSync(file, "utf8")) as Partial<Owner> | null;
    if (!Number.isInteger(owner?.pid) || !Number.isFinite(owner?.since)) throw new Error("it names no process");
    return owner as Owner;
  } catch (error) {
    throw new FolderInUse(
      `${file} cannot be read (${(error as Error).message}). If no luna-sandbox uses the folder, delete it.`,
    );
  }
};

/**
 * Takes a folder for this process and gives back how to let go of it. Throws FolderInUse if a living process
 * has it. A lock that a killed process left behind is taken over.
 */
export function lockFolder(folder: string): () => void {
  const file = resolve(join(folder, "lock"));
  const mine: Owner = { pid: process.pid, host: hostname(), since: Date.now() };
  for (let tries = 0; tries < 3; tries += 1) {
    try {
      writeFileSync(file, JSON.stringify(mine), { flag: "wx" });
      held.add(file);
      return () => {
        held.delete(file);
        rmSync(file, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST")
        throw new CannotOpen(`${folder} cannot be written to: ${(error as Error).message}`);
    }
    const owner = read(file);
    if (owner.host !== mine.host || isAlive(owner, file)) {
      throw new FolderInUse(
        `${folder} is in use by process ${owner.pid} on ${owner.host}: two servers cannot share a data folder. ` +
          `Stop it, choose another folder with --data, or use --memory. If that process is no luna-sandbox, delete ${file}.`,
      );
    }
    // Moving it away first makes sure that of two who take over at once only one deletes the dead lock.
    const dead = `${file}.${process.pid}`;
    renameSync(file, dead);
    const moved = read(dead);
    if (moved.since !== owner.since || moved.pid !== owner.pid) renameSync(dead, file);
    else rmSync(dead);
  }
  throw new FolderInUse(`${folder} is being taken by another process at this moment`);
}
