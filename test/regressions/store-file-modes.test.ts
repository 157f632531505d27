import { chmod, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { filesOfSandboxes } from "../support/data-folder.js";
import { startServer } from "../support/sandbox.js";
import { temporaryFolder } from "../support/temporary-folder.js";

async function setup() {
  const folder = await temporaryFolder();
  const start = (data: string) => startServer({ data, durable: true, fixture: "empty", log: () => undefined });
  return { folder, start };
}

const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

const modesIn = async (data: string) =>
  Promise.all((await filesOfSandboxes(data)).map(async (name) => ({ name, mode: await modeOf(join(data, name)) })));

// The files contain tokens, and all users of the machine could read them.
test.skipIf(process.platform === "win32")("state files, journals and a new folder are private", async () => {
  const { folder, start } = await setup();
  const data = join(folder, "new", "data");
  const server = await start(data);
  await server.services.templates.create("default", { name: "New", type: 6 });
  expect(await modesIn(data)).toEqual([
    { name: "default.1.base.json", mode: "600" },
    { name: "default.1.journal", mode: "600" },
    { name: "default.json", mode: "600" },
  ]);
  expect(await modeOf(data)).toBe("700");
});

test.skipIf(process.platform === "win32")("a readable state file becomes private, and its folder is kept", async () => {
  const { folder, start } = await setup();
  await chmod(folder, 0o755);
  await (await start(folder)).close();
  await chmod(join(folder, "default.json"), 0o644);
  const server = await start(folder);
  await server.services.sandboxes.putState("default", { formatVersion: 1 });
  for (const { mode } of await modesIn(folder)) expect(mode).toBe("600");
  expect(await modeOf(folder)).toBe("755");
});

test("a data folder is kept out of git", async () => {
  const { folder, start } = await setup();
  await start(folder);
  expect(await readFile(join(folder, ".gitignore"), "utf8")).toBe("*\n");
});

test("a data folder with rules for git keeps them", async () => {
  const { folder, start } = await setup();
  await writeFile(join(folder, ".gitignore"), "*.journal\n");
  await start(folder);
  expect(await readFile(join(folder, ".gitignore"), "utf8")).toBe("*.journal\n");
});
