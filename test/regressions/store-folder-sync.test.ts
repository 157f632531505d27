import type { FileHandle } from "node:fs/promises";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { filesOfSandboxes, kindsOfFiles } from "../support/data-folder.js";
import { diskError, fileHandles } from "../support/file-handles.js";
import { startServer } from "../support/sandbox.js";
import { temporaryFolder } from "../support/temporary-folder.js";

/** Starts a server and records the syncs of its data folder. `kept` returns the names that a power cut leaves. */
async function setup() {
  const parent = await temporaryFolder();
  const data = join(parent, "new", "data");
  const synced: string[][] = [];
  const inodes: number[] = [];
  const handles = await fileHandles();
  const { sync } = handles;
  let isFailing = false;
  const spy = vi.spyOn(handles, "sync").mockImplementation(async function (this: FileHandle) {
    const found = await this.stat();
    if (found.isDirectory() && isFailing) throw diskError("EIO");
    if (found.isDirectory()) inodes.push(found.ino);
    if (found.ino === (await stat(data)).ino) synced.push(await readdir(data));
    return sync.call(this);
  });
  onTestFinished(() => spy.mockRestore());
  const server = await startServer({ data, durable: true, fixture: "empty", log: () => undefined });
  const stateFiles = (names: readonly string[] = []) => names.filter((name) => name.includes(".json")).sort();
  const failFolderSyncs = (isOn: boolean) => {
    isFailing = isOn;
  };
  return { parent, data, server, synced, inodes, failFolderSyncs, kept: () => stateFiles(synced.at(-1)) };
}

const isStateFile = (name: string) => name.includes(".json");

// A power cut could restore a deleted sandbox, or leave its journals.
test("the folder is synced after a sandbox is made, replaced and deleted", async () => {
  const { data, server, synced, kept } = await setup();
  const { sandboxes, templates } = server.services;
  const steps: (() => Promise<unknown>)[] = [
    () => sandboxes.create({ id: "x", fixture: "empty" }),
    () => templates.create("x", { name: "T", type: 6 }),
    () => sandboxes.reset("x"),
    () => templates.create("x", { name: "T", type: 6 }),
    () => sandboxes.delete("x"),
  ];
  for (const step of steps) {
    await step();
    expect(kept()).toEqual((await filesOfSandboxes(data)).filter(isStateFile));
  }
  const ofDeleted = synced.map((names) => names.filter((name) => name.startsWith("x."))).slice(-3);
  expect(ofDeleted).toEqual([expect.arrayContaining(["x.json.deleted"]), ["x.json.deleted"], []]);
});

test("the folder is synced before a journal's first change is confirmed", async () => {
  const { data, server, synced } = await setup();
  const isJournal = (name: string) => name.endsWith(".journal");
  for (let round = 0; round < 2; round += 1) {
    await server.services.templates.create("default", { name: "T", type: 6 });
    const journals = (await filesOfSandboxes(data)).filter(isJournal);
    expect(journals).toHaveLength(1);
    expect(synced.at(-1)?.filter(isJournal)).toEqual(journals);
    await server.services.sandboxes.putState("default", { formatVersion: 1 });
    expect(synced.at(-1)?.filter(isJournal)).toEqual([]);
  }
});

test("the folders above a new data folder are synced", async () => {
  const { parent, inodes } = await setup();
  for (const folder of [parent, join(parent, "new")]) expect(inodes).toContain((await stat(folder)).ino);
});

// The sync of the folder failed after the rename, so the next start loaded a refused sandbox.
test("a new sandbox whose folder sync failed leaves no file", async () => {
  const { data, server, failFolderSyncs } = await setup();
  failFolderSyncs(true);
  await expect(server.services.sandboxes.create({ id: "x", fixture: "empty" })).rejects.toThrow(/failed: EIO/);
  failFolderSyncs(false);
  expect(await kindsOfFiles(data)).toEqual(["default.base.json", "default.json"]);
});
