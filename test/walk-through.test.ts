/** Runs docs/walk-through.md. Only the ids of requests differ. */
import { execFile } from "node:child_process";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { command } from "./support/command.js";
import { temporaryFolder } from "./support/temporary-folder.js";

const root = new URL("..", import.meta.url);

/** Creates a folder in which `npx luna-sandbox` runs these sources. */
async function installed(): Promise<string> {
  const folder = await temporaryFolder();
  const bin = join(folder, "node_modules", ".bin");
  await mkdir(bin, { recursive: true });
  await writeFile(join(folder, "package.json"), "{}");
  await writeFile(join(bin, "luna-sandbox"), `#!/bin/sh\nexec "${process.execPath}" "${command}" "$@"\n`);
  await chmod(join(bin, "luna-sandbox"), 0o755);
  return folder;
}

const withoutIds = (text: string) => text.replace(/^( {2}requests {2}).*$/gm, "$1…").trim();

/** Files and commands of the page, in order. */
const steps =
  /<!-- file: (?<file>\S+) -->\n```js\n(?<text>[\s\S]*?)```|```console\n\$ (?<command>.*)\n(?<printed>[\s\S]*?)```/g;

test("the commands of the walk-through print the output on the page", async () => {
  const page = await readFile(new URL("docs/walk-through.md", root), "utf8");
  const folder = await installed();
  let commands = 0;
  for (const { groups = {} } of page.matchAll(steps)) {
    const { file, text = "", command = "", printed = "" } = groups;
    if (file !== undefined) {
      await writeFile(join(folder, file), text);
      continue;
    }
    const { stdout } = await promisify(execFile)("bash", ["-euo", "pipefail", "-c", command], { cwd: folder });
    expect(withoutIds(stdout)).toBe(withoutIds(printed));
    commands += 1;
  }
  expect(commands).toBe(2);
}, 120_000);
