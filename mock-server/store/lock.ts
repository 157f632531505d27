import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname, uptime } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { CannotOpen } from "./make-folder.js";

interface Owner {
  readonly pid: number;
  readonly host: string;
  readonly since: number;
  /** Which boot of the machine it ran under; empty where the system does not say. */
  readonly boot?: string;
}

/** Another process has the data folder. */
export class FolderInUse extends Error {
  override name = "FolderInUse" as const;
}

/** The locks of this process: one that names this process and is not here was left by an earlier one with its id. */
const held = new Set<string>();

/** Far longer than a lock takes to be written, in milliseconds. */
const writingMs = 1000;

/** What Linux calls this boot: clocks can be set, so that a time does not tell one boot from another. */
function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return ""; // Another system.
  }
}

const thisBoot = bootId();

/** Whether the machine was started again since a lock was written: then a process with its id is another one. */
const isOfAnotherBoot = ({ boot, since }: Owner): boolean =>
  thisBoot === "" ? since < Date.now() - uptime() * 1000 : (boot ?? thisBoot) !== thisBoot;

function isAlive(owner: Owner, file: string): boolean {
  const { pid } = owner;
  if (pid === process.pid) return held.has(file);
  if (isOfAnotherBoot(owner)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Who wrote a lock; undefined if it is not whole, because its writer was killed or is at it now. */
function ownerIn(lock: string): Owner | undefined {
  try {
    const owner = JSON.parse(lock) as Partial<Owner> | null;
    return Number.isInteger(owner?.pid) && Number.isFinite(owner?.since) ? (owner as Owner) : undefined;
  } catch {
    return undefined; // A part of a lock is no JSON.
  }
}

/** What a step on a file that another process may take away gives; undefined if it has. */
function unlessGone<T>(step: () => T): T | undefined {
  try {
    return step();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new CannotOpen((error as Error).message);
  }
}

/** Writes the lock; false if there is one. */
function take(file: string, mine: Owner): boolean {
  try {
    writeFileSync(file, JSON.stringify(mine), { flag: "wx" });
    held.add(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw new CannotOpen(`${file} cannot be written: ${(error as Error).message}`);
  }
}

/** Moving it away first makes sure that of two who take over at once only one deletes the dead lock. */
function removeDead(file: string, lock: string): void {
  const dead = `${file}.${process.pid}`;
  renameSync(file, dead);
  if (readFileSync(dead, "utf8") === lock) rmSync(dead);
  else renameSync(dead, file);
}

/**
 * Takes a folder for this process and gives back how to let go of it. Throws FolderInUse if a living process
 * has it. A lock that a killed process left behind, whole or not, is taken over.
 */
export async function lockFolder(folder: string): Promise<() => void> {
  const file = resolve(join(folder, "lock"));
  const mine: Owner = { pid: process.pid, host: hostname(), since: Date.now(), boot: thisBoot };
  for (let tries = 0; tries < 30; tries += 1) {
    if (take(file, mine))
      return () => {
        held.delete(file);
        rmSync(file, { force: true });
      };
    const lock = unlessGone(() => readFileSync(file, "utf8"));
    if (lock === undefined) continue;
    const owner = ownerIn(lock);
    if (owner !== undefined && (owner.host !== mine.host || isAlive(owner, file)))
      throw new FolderInUse(
        `${folder} is in use by process ${owner.pid} on ${owner.host}: two servers cannot share a data folder. ` +
          `Stop it, choose another folder with --data, or use --memory. If that process is not a luna-sandbox, delete ${file}.`,
      );
    const written = unlessGone(() => statSync(file).mtimeMs) ?? 0;
    if (owner === undefined && Math.abs(Date.now() - written) < writingMs) await setTimeout(writingMs / 10);
    else unlessGone(() => removeDead(file, lock));
  }
  throw new FolderInUse(`${folder} is being taken by another process at this moment: try again`);
}
