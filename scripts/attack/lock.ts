import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { newFolder } from "../../bench/children.js";
import type { Attack } from "./attack.js";
import { control, range } from "./client.js";
import { type Server, StartError, startAttackedServer } from "./server.js";

const rounds = 5;
const contenders = 5;

/** Starts a server on the folder. Returns undefined if it ended with exit code 1. */
async function contend(folder: string): Promise<Server | undefined> {
  try {
    return await startAttackedServer(["--data", folder]);
  } catch (error) {
    if (error instanceof StartError && error.code === 1) return undefined;
    throw error;
  }
}

async function ownersOf(folder: string): Promise<readonly Server[]> {
  const started = await Promise.all(range(contenders).map(() => contend(folder)));
  return started.filter((server) => server !== undefined);
}

/** Starts several servers on a folder at the same time, then removes the lock files of the owner. */
export const lock: Attack = {
  name: "2.3 lock of the data folder",
  run: async () => {
    const folder = newFolder();
    const owners: number[] = [];
    for (const _ of range(rounds)) {
      const started = await ownersOf(folder);
      owners.push(started.length);
      // A killed owner must release the folder.
      await Promise.all(started.map((server) => server.end("SIGKILL")));
    }
    const owner = await startAttackedServer(["--data", folder]);
    for (const name of readdirSync(folder)) if (name.startsWith("lock")) rmSync(join(folder, name));
    const second = await contend(folder);
    const { status } = await control(owner.url, "GET", "/health");
    await Promise.all([owner, second].map((server) => server?.end("SIGTERM")));
    return {
      held: owners.every((count) => count === 1) && second === undefined && status === 200,
      figures: `${contenders} contenders in ${rounds} rounds, owners ${owners.join(" ")}; lock files removed: second server ${second === undefined ? "refused" : "started"}`,
    };
  },
};
