/**
 * A process that takes and releases the lock of a folder. It reads commands from stdin, one a line, and answers each
 * with a line: `acquire` with "owner", or with why it was refused, `release` with "released".
 */
import { createInterface } from "node:readline";
import { FolderAddresses } from "../../mock-server/store/disk/lock/folder-addresses.js";
import { FolderLock } from "../../mock-server/store/disk/lock/folder-lock.js";

const [, , folder = "", guard] = process.argv;

/** Processes in two network namespaces do not see each other's guards. */
class PlaceWithoutGuard extends FolderAddresses {
  override get guard(): undefined {
    return undefined;
  }
}

let lock: FolderLock | undefined;

async function run(command: string): Promise<string> {
  if (command === "release") {
    await lock?.release();
    lock = undefined;
    return "released";
  }
  try {
    const addressesOf = (path: string) =>
      guard === "no-guard" ? new PlaceWithoutGuard(path) : new FolderAddresses(path);
    lock = await FolderLock.acquire(folder, { warn: (message) => process.stderr.write(`${message}\n`), addressesOf });
    return "owner";
  } catch (error) {
    return (error as Error).message;
  }
}

for await (const command of createInterface(process.stdin)) console.log(await run(command));
