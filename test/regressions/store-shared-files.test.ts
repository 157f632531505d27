/** Sandboxes share bases and journals by hard links. */
import promises, { readdir, rm, stat, writeFile } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { copyAsKilled } from "../support/copy-as-killed.js";
import { filesOfSandboxes, presentBase, writeEarlierState } from "../support/data-folder.js";
import { diskError, fileHandles } from "../support/file-handles.js";
import { startServer } from "../support/sandbox.js";
import { addTemplates, forkInfo, infoOf, keepCompanies, openStore, recordsFor } from "../support/store.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const limits = { count: 10, bytes: 1e9 };
const createdAt = infoOf("a").createdAt;

/** Makes hard links fail until the test ends. */
function failLinks(code: string): void {
  const original = promises.link;
  promises.link = () => Promise.reject(diskError(code));
  syncBuiltinESMExports();
  onTestFinished(() => {
    promises.link = original;
    syncBuiltinESMExports();
  });
}

/** Opens a store with the sandbox `a`, which has two templates and a snapshot before the second. */
async function setup() {
  const data = join(await temporaryFolder(), "data");
  const opened = await openStore(data);
  const { store } = opened;
  await store.createSandbox(infoOf("a"), recordsFor("a"));
  await addTemplates(store, "a", "first");
  await store.snapshot("a", { name: "s", createdAt }, limits);
  await addTemplates(store, "a", "second");
  /** Opens a copy of the folder, as after a kill at this moment. */
  const afterKill = async () => {
    const copy = join(await temporaryFolder(), "copy");
    await copyAsKilled(data, copy);
    return { copy, ...(await openStore(copy)) };
  };
  return { data, ...opened, afterKill };
}

const namesIn = async ({ store }: Pick<Awaited<ReturnType<typeof openStore>>, "store">, id: string) =>
  (await store.records(id))?.templates.map(({ name }) => name);

test("demo sandboxes share one base file", async () => {
  const data = await temporaryFolder();
  const server = await startServer({ data, log: () => undefined });
  for (const id of ["x", "y"]) await server.sandbox({ id });
  const files = await Promise.all(["default", "x", "y"].map(async (id) => stat(await presentBase(data, id))));
  expect(new Set(files.map(({ ino }) => ino)).size).toBe(1);
  expect(files[0]?.nlink).toBe(3);
  const tokens = await Promise.all(["x", "y"].map(async (id) => (await server.services.sandboxes.get(id)).companies));
  await server.close();
  const again = await startServer({ data, log: () => undefined });
  expect(await Promise.all(["x", "y"].map(async (id) => (await again.services.sandboxes.get(id)).companies))).toEqual(
    tokens,
  );
});

test("a demo is written again after its base file was deleted", async () => {
  const data = await temporaryFolder();
  const server = await startServer({ data, fixture: "empty", log: () => undefined });
  await (await server.sandbox({ id: "x" })).delete();
  await server.sandbox({ id: "x", fixture: "empty" });
  await server.sandbox({ id: "y" });
  expect((await stat(await presentBase(data, "y"))).nlink).toBe(1);
  await server.close();
  const again = await startServer({ data, log: () => undefined });
  expect((await again.services.sandboxes.state("y")).templates).not.toEqual([]);
});

test("a fork links the files of its source, and outlives it", async () => {
  const { data, store, afterKill } = await setup();
  await store.fork("a", "now", forkInfo("b"));
  const journal = (id: string) => stat(join(data, `${id}.1.journal`));
  for (const file of [await stat(await presentBase(data, "b")), await journal("b")]) expect(file.nlink).toBe(2);
  expect((await journal("a")).ino).toBe((await journal("b")).ino);
  await addTemplates(store, "a", "third");
  await addTemplates(store, "b", "in b");
  await store.deleteSandbox("a");
  expect((await journal("b")).nlink).toBe(1);
  const second = await afterKill();
  expect(second.damaged).toEqual([]);
  expect(await namesIn(second, "b")).toEqual(["first", "second", "in b"]);
  expect(second.store.overview("b")?.companies).toEqual(recordsFor("b").companies);
  await second.store.reset("b", keepCompanies);
  expect(await namesIn(second, "b")).toEqual(["first", "second"]);
  await second.close();
  expect((await readdir(second.copy)).filter((name) => name.startsWith("a."))).toEqual([]);
});

test.each(["EPERM", "ENOTSUP", "EXDEV", "EMLINK"])("a fork copies files where links fail with %s", async (code) => {
  const { data, store, afterKill } = await setup();
  failLinks(code);
  await store.fork("a", { snapshot: "s" }, forkInfo("b"));
  expect((await stat(await presentBase(data, "b"))).nlink).toBe(1);
  await addTemplates(store, "a", "third");
  const second = await afterKill();
  expect(await namesIn(second, "b")).toEqual(["first"]);
  expect(await namesIn(second, "a")).toEqual(["first", "second", "third"]);
});

test("a fork that cannot link leaves no file", async () => {
  const { data, store } = await setup();
  failLinks("ENOSPC");
  await expect(store.fork("a", "now", forkInfo("b"))).rejects.toThrow(/ENOSPC/);
  expect((await filesOfSandboxes(data)).filter((name) => name.startsWith("b."))).toEqual([]);
});

test.each([
  ["without a fork", false],
  ["with a fork that shares it", true],
])("snapshots survive a journal deleted under a running server: %s", async (_what, hasFork) => {
  const { data, store, afterKill } = await setup();
  if (hasFork) await store.fork("a", "now", forkInfo("b"));
  await rm(join(data, "a.1.journal"));
  await expect(addTemplates(store, "a", "lost")).rejects.toThrow(/was deleted while the server was running/);
  await vi.waitFor(() => addTemplates(store, "a", "third"), { timeout: 30_000 });
  const second = await afterKill();
  expect(second.damaged).toEqual([]);
  expect(await namesIn(second, "a")).toEqual(["first", "second", "third"]);
  await second.store.restore("a", "s", keepCompanies);
  expect(await namesIn(second, "a")).toEqual(["first"]);
  await second.store.reset("a", keepCompanies);
  expect(await namesIn(second, "a")).toEqual([]);
});

test("a damaged base of a snapshot is damage of its sandbox", async () => {
  const { data, close } = await setup();
  await close();
  await writeFile(join(data, "a.1.base.json"), "{");
  const { damaged } = await openStore(data);
  expect(damaged).toEqual([
    { id: "a", reason: expect.stringMatching(/a\.1\.base\.json/), tokens: ["a-main", "a-rival"] },
  ]);
});

test("a missing base is damage with advice", async () => {
  const { data, close } = await setup();
  await close();
  await rm(await presentBase(data, "a"));
  const { damaged } = await openStore(data);
  expect(damaged[0]?.reason).toMatch(/a\.\d+\.base\.json is missing; put back a good copy, or move all files/);
});

test.each([
  ["at once", false],
  ["after a full disk", true],
])("steps after an older file load when it is converted %s", async (_when, isFull) => {
  const data = await temporaryFolder();
  await writeEarlierState(data, "a", {
    templates: [{ id: 100, name: "old", type: 6 }],
    companies: [...recordsFor("a").companies],
  });
  const spy = vi.spyOn(await fileHandles(), "appendFile");
  onTestFinished(() => spy.mockRestore());
  if (isFull) spy.mockRejectedValue(diskError("ENOSPC"));
  const first = await openStore(data);
  expect(await namesIn(first, "a")).toEqual(["old"]);
  await first.store.snapshot("a", { name: "s", createdAt }, limits);
  await addTemplates(first.store, "a", "new");
  if (isFull) await expect(first.close()).rejects.toThrow("ENOSPC");
  else await first.close();
  spy.mockRestore();
  const second = await openStore(data);
  expect(await namesIn(second, "a")).toEqual(["old", "new"]);
  await second.store.restore("a", "s", keepCompanies);
  expect(await namesIn(second, "a")).toEqual(["old"]);
  await second.store.reset("a", keepCompanies);
  expect(await namesIn(second, "a")).toEqual([]);
});
