import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { beforeAll, type TestContext, test } from "vitest";
import { temporaryFolder } from "../../../support/temporary-folder.js";

let script = "";

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "luna-contender-"));
  script = join(folder, "lock-contender.mjs");
  const source = fileURLToPath(new URL("../../../support/lock-contender.ts", import.meta.url));
  await build({ entryPoints: [source], outfile: script, bundle: true, format: "esm", platform: "node" });
  return () => rm(folder, { recursive: true });
});

interface Contender {
  readonly process: ChildProcess;
  readonly ask: (command: string) => Promise<string>;
}

function spawnContender(folder: string, guard: string, onTestFinished: TestContext["onTestFinished"]): Contender {
  const child = spawn(process.execPath, [script, folder, guard], { stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const ask = async (command: string) => {
    child.stdin.write(`${command}\n`);
    return String((await lines.next()).value);
  };
  return { process: child, ask };
}

test.concurrent.for(["guard", "no-guard"])(
  "of 5 contenders in 50 rounds exactly one becomes owner (%s)",
  async (guard, { expect, onTestFinished }) => {
    const folder = await temporaryFolder();
    const contenders = Array.from({ length: 5 }, () => spawnContender(folder, guard, onTestFinished));
    for (let round = 0; round < 50; round += 1) {
      const answers = await Promise.all(contenders.map(({ ask }) => ask("acquire")));
      const owners = contenders.filter((_, index) => answers[index] === "owner");
      expect(owners, `round ${round}: ${answers.join(" | ")}`).toHaveLength(1);
      for (const answer of answers) expect(answer).toMatch(/^owner$|is in use by process \d+/);
      const [owner] = owners;
      if (owner === undefined) return;
      if (round % 10 !== 9) {
        expect(await owner.ask("release")).toBe("released");
        expect(await readdir(folder)).toEqual([]);
        continue;
      }
      // Every tenth owner is killed and leaves its files.
      const exit = once(owner.process, "exit");
      owner.process.kill("SIGKILL");
      await exit;
      contenders.splice(contenders.indexOf(owner), 1, spawnContender(folder, guard, onTestFinished));
    }
  },
);
