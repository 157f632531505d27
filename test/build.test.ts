/** Tests the build, because users install the build. Bundling can break code that works in the sources. */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import type { LunaServer } from "../mock-server/index.js";
import { built } from "./support/command.js";
import { kindsOfFiles } from "./support/data-folder.js";
import { startServer } from "./support/sandbox.js";
import { temporaryFolder } from "./support/temporary-folder.js";

const root = fileURLToPath(new URL("..", import.meta.url));

test("the built command serves all paths and keeps its state", async () => {
  const data = await temporaryFolder();
  const args = [join(built, "bin.js"), "start", "--port", "0", "--data", data, "--json", "--strict", "--durable"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  const { url, token } = JSON.parse(line) as { url: string; token: string };
  const body = JSON.stringify({ passSerialNumber: "297150-586-203", numberStumps: 1 });
  const answer = await fetch(`${url}/api/v1/usePass`, { method: "POST", headers: { "x-access-token": token }, body });
  expect(await answer.json()).toEqual({ result: 1 });
  for (const path of ["/", "/_luna/health", "/_luna/openapi.json", "/_luna/control.json", "/_luna/rules"]) {
    expect((await fetch(url + path)).status).toBe(200);
  }
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
  expect(await kindsOfFiles(data)).toEqual(["default.base.json", "default.json"]);
});

test("the built server responds with the media types of the sources", async () => {
  const sources = await startServer({ fixture: "demo" });
  const { createLunaServer: createBuilt } = await import(join(built, "index.js"));
  const server: LunaServer = await createBuilt({ fixture: "demo" });
  onTestFinished(() => server.close());
  const card = "/_luna/s/default/cards/297150-586-203";
  const sandbox = "/_luna/sandboxes/default";
  const paths = ["/", "/nowhere", card, `${card}/stamps.svg`, "/_luna/s/default/cards/none", "/_luna/health"];
  for (const path of [...paths, `${sandbox}/state`, `${sandbox}/requests`, `${sandbox}/none`, "/_luna/openapi.json"]) {
    const [of, ofBuilt] = await Promise.all([sources, server].map(async ({ url }) => fetch(url + path)));
    const shown = { path, status: ofBuilt?.status, type: ofBuilt?.headers.get("content-type") };
    expect(shown).toEqual({ path, status: of?.status, type: of?.headers.get("content-type") });
    expect(ofBuilt?.headers.get("content-type")).toMatch(
      /^(text\/html|application\/json|image\/svg\+xml); charset=utf-8$/,
    );
  }
});

test("the built package can be imported, and its Express app mounted", async () => {
  const index = await import(join(built, "index.js"));
  const { createApp } = await import(join(built, "express.js"));
  const server = await index.createLunaServer({ fixture: "empty", data: await temporaryFolder() });
  expect(typeof createApp(server.services)).toBe("function");
  await server.close();
});

const emptyPact = JSON.stringify({
  consumer: { name: "till" },
  interactions: [{ description: "templates", request: { method: "POST", path: "/api/v1/getTemplates" }, response: {} }],
});

/** Creates a folder with the built command and all packages except some. */
async function installedWithout(...scopes: readonly string[]): Promise<string> {
  const folder = await temporaryFolder();
  await cp(built, join(folder, "dist"), { recursive: true });
  await writeFile(join(folder, "package.json"), '{"type": "module"}');
  await writeFile(join(folder, "till.json"), emptyPact);
  await mkdir(join(folder, "node_modules"));
  for (const name of await readdir(join(root, "node_modules"))) {
    const isOmitted = scopes.includes(name) || name.startsWith(".");
    if (!isOmitted) await symlink(join(root, "node_modules", name), join(folder, "node_modules", name));
  }
  return folder;
}

const run = async (folder: string, ...args: readonly string[]) =>
  promisify(execFile)(process.execPath, [join("dist", "bin.js"), ...args], { cwd: folder }).then(
    ({ stdout }) => ({ code: 0, stdout, stderr: "" }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, stdout, stderr }),
  );

test("the built command verifies, checks and counts contracts", async () => {
  const folder = await installedWithout();
  const { code, stdout } = await run(folder, "verify", "till.json", "--no-pins");
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/1 interaction: 1 passed, 0 failed\./) });
  expect((await run(folder, "check", "till.json")).stdout).toMatch(/1 interaction: 1 error, 0 notes\./);
  expect((await run(folder, "coverage", "till.json")).code).toBe(0);
  expect((await run(folder, "states")).stdout).toMatch(/a stamp card/);
});

test("without Pact's native core only verify fails, with advice", async () => {
  const folder = await installedWithout("@pact-foundation");
  const { code, stdout, stderr } = await run(folder, "verify", "till.json");
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/Pact's native core is not installed.*npm install --save-dev @pact-foundation\/pact-core@19/);
  expect((await run(folder, "check", "till.json")).stdout).toMatch(/1 interaction/);
  const server = spawn(process.execPath, ["dist/bin.js", "--port", "0", "--memory", "--json"], { cwd: folder });
  onTestFinished(() => void server.kill("SIGKILL"));
  const [line] = (await once(createInterface(server.stdout), "line")) as [string];
  expect((await fetch(`${JSON.parse(line).url}/_luna/health`)).status).toBe(200);
});

test("the built package runs a client under the profiles", async () => {
  const { summary, tryProfiles } = await import(join(built, "try.js"));
  const verdict = await tryProfiles({
    run: ({ baseUrl, token }: { baseUrl: string; token: string }) =>
      fetch(`${baseUrl}/getTemplates`, { method: "POST", headers: { "x-access-token": token } }),
    only: ["envelope", "phoneOut"],
    pairs: true,
  });
  expect(summary(verdict)).toBe("default: passes. Single switches: 2 of 2 pass. Pairs: 1 of 1 pass.");
});
