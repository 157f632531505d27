import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { LunaServerOptions } from "../../../../mock-server/index.js";
import { bootId } from "../../../../mock-server/store/disk/lock/folder-addresses.js";
import type { MethodName } from "../../../../openapi/document.js";
import { damageOf } from "../../../support/damage.js";
import { kindsOfFiles } from "../../../support/data-folder.js";
import { callDefault, startServer } from "../../../support/sandbox.js";
import { temporaryFolder } from "../../../support/temporary-folder.js";

async function setup() {
  const data = await temporaryFolder();
  const logged: string[] = [];
  const start = async (options: LunaServerOptions = {}) => {
    const server = await startServer({ data, strict: true, log: (message) => logged.push(message), ...options });
    const call = async (method: MethodName, parameters: object) => (await callDefault(server, method, parameters)).body;
    const state = async () => JSON.stringify(await server.services.sandboxes.state("default"));
    return { server, call, state, close: () => server.close() };
  };
  return { data, start, logged };
}

const stamp = { passSerialNumber: "297150-586-203", numberStumps: 1 };

test("the state survives a restart unchanged", async () => {
  const { data, start } = await setup();
  const first = await start();
  await first.call("usePass", stamp);
  await first.call("createClient", { sName: "Ü", fName: "𝒳 \u2028", email: "ü@example.com", idTemplate: 340717 });
  const before = await first.state();
  await first.close();
  expect(await kindsOfFiles(data)).toEqual(["default.base.json", "default.json"]);
  const second = await start();
  expect(await second.state()).toBe(before);
  expect(second.server.restored).toBe(true);
});

test("switches of a start are set, earlier switches stay", async () => {
  const { start } = await setup();
  const first = await start({ profile: { envelope: "array" } });
  await first.server.services.profiles.put("default", { envelope: "array", listKey: "noun" });
  await first.close();
  const second = await start({ profile: { envelope: "object", errorStatus: "4xx" } });
  expect(await second.server.services.profiles.get("default")).toMatchObject({
    envelope: "object",
    listKey: "noun",
    errorStatus: "4xx",
  });
});

test("a relative data folder stays the same when the working directory changes", async () => {
  const { data, start } = await setup();
  const [before, elsewhere] = [process.cwd(), await mkdtemp(join(tmpdir(), "luna-cwd-"))];
  onTestFinished(() => rm(elsewhere, { recursive: true }));
  const { call, close } = await start({ data: relative(before, data), durable: true });
  try {
    process.chdir(elsewhere);
    await call("usePass", stamp);
    await close();
    expect(await readdir(elsewhere)).toEqual([]);
  } finally {
    process.chdir(before);
  }
  expect(await (await start()).call("getPassInfo", stamp)).toMatchObject({ totalStamps: 14 });
});

test("a start without changes writes nothing", async () => {
  const { data, start } = await setup();
  await (await start()).close();
  const before = await readFile(join(data, "default.json"), "utf8");
  await (await start()).close();
  expect(await readFile(join(data, "default.json"), "utf8")).toBe(before);
});

test("all sandboxes are restored; deleted sandboxes leave no files", async () => {
  const { data, start } = await setup();
  const first = await start();
  const { companies } = await first.server.sandbox({ id: "mine", fixture: "empty" });
  await first.server.sandbox({ id: "gone", fixture: "empty" });
  await first.server.services.sandboxes.delete("gone");
  await first.close();
  expect(await kindsOfFiles(data)).toEqual(["default.base.json", "default.json", "mine.base.json", "mine.json"]);
  const second = await start();
  expect((await second.server.services.sandboxes.get("mine")).companies).toEqual(companies);
});

test("a folder in use is refused, and free after the server stops", async () => {
  const { start } = await setup();
  const first = await start();
  await expect(start()).rejects.toThrow(/is in use by process \d+/);
  await first.close();
  await (await start()).close();
});

const oldLock = { pid: process.ppid, host: "elsewhere", since: Date.now() };

test.each([
  ["a living process", oldLock],
  ["a living process of this boot", { ...oldLock, boot: bootId }],
])("the lock that an older version wrote for %s keeps the folder", async (_what, lock) => {
  const { data, start } = await setup();
  await writeFile(join(data, "lock"), JSON.stringify(lock));
  await expect(start()).rejects.toThrow(/in use by process \d+ on elsewhere, of an older version.*delete .*lock$/);
  expect(await readdir(data)).toEqual(["lock"]);
});

test.each([
  ["a dead process", JSON.stringify({ ...oldLock, pid: 2 ** 22 + 1 })],
  ["another boot", JSON.stringify({ ...oldLock, boot: "another" })],
  ["a time before this boot", JSON.stringify({ ...oldLock, since: 0 })],
  ["this process's own id", JSON.stringify({ ...oldLock, pid: process.pid })],
  ["a process killed while it wrote", '{"pid":'],
  ["nothing", ""],
  ["no object", "null"],
])("the lock that an older version wrote for %s is replaced", async (_what, lock) => {
  const { data, start } = await setup();
  await writeFile(join(data, "lock"), lock);
  await start();
  expect(await readdir(data)).not.toContain("lock");
});

test("a start removes half-written state files and nothing else", async () => {
  const { data, start } = await setup();
  await (await start()).close();
  const mine = ["default.json.20251125", "default.json.mine", "notes.json.1", "notes.txt"];
  for (const name of ["default.json.half-written", "default.7.base.json.half-written", ...mine])
    await writeFile(join(data, name), "{");
  await (await start()).close();
  expect(await kindsOfFiles(data)).toEqual(["default.base.json", "default.json", ...mine]);
});

test("an export in the folder is a sandbox and its reset state", async () => {
  const { data, start } = await setup();
  const first = await start();
  const exported = await first.server.services.sandboxes.state("default");
  await first.close();
  const { companies, ...rest } = exported;
  const withoutTokens = { ...rest, companies: companies?.map(({ token: _, ...company }) => company) };
  await writeFile(join(data, "copy.json"), JSON.stringify(withoutTokens));
  const second = await start();
  const { sandboxes } = second.server.services;
  const tokens = (await sandboxes.get("copy")).companies.map(({ token }) => token);
  expect((await sandboxes.state("copy")).cards).toEqual(exported.cards);
  await second.close();
  const third = await start();
  expect((await third.server.services.sandboxes.get("copy")).companies.map(({ token }) => token)).toEqual(tokens);
  await third.server.services.templates.create("copy", { name: "New", type: 6 });
  await third.server.services.sandboxes.reset("copy");
  expect((await third.server.services.sandboxes.state("copy")).templates).toEqual(exported.templates);
});

test.each([
  ["no JSON", "{", /default\.json is not JSON/],
  ["empty", "", /default\.json is not JSON/],
  ["of a later format", '{"formatVersion":4}', /default\.json is not the state of a sandbox/],
])("a state file that is %s is damaged, never an empty database", async (_what, text, message) => {
  const { data, start } = await setup();
  await writeFile(join(data, "default.json"), text);
  const { server, close } = await start();
  expect(await damageOf(server)).toMatch(message);
  await close();
  expect(await readFile(join(data, "default.json"), "utf8")).toBe(text);
});

test("a journal with a transaction missing is damage", async () => {
  const { data, start } = await setup();
  await (await start()).close();
  await writeFile(join(data, "default.1.journal"), `${JSON.stringify({ n: 3, changes: [] })}\n`);
  const { server } = await start();
  expect(await damageOf(server)).toMatch(/is damaged: transaction 1 is missing/);
});

test("PUT state and reset are kept", async () => {
  const { start } = await setup();
  const first = await start();
  await first.server.services.sandboxes.putState("default", {
    formatVersion: 1,
    templates: [{ id: 5, name: "T", type: 6 }],
  });
  const before = await first.state();
  await first.close();
  const second = await start();
  expect(await second.state()).toBe(before);
  await second.server.services.sandboxes.reset("default");
  const reset = await second.state();
  await second.close();
  expect(await (await start()).state()).toBe(reset);
});
