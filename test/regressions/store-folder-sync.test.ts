import type { FileHandle } from "node:fs/promises";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { createLunaServer } from "../../mock-server/index.js";
import { filesOfSandboxes } from "../support/data-folder.js";
import { fileHandles } from "../support/file-handles.js";

/** Starts a server whose syncs of its data folder are watched: `kept` are the names that a power cut leaves. */
async function setup() {
  const data = await mkdtemp(join(tmpdir(), "luna-data-"));
  onTestFinished(() => rm(data, { recursive: true }));
  const synced: string[][] = [];
  const handles = await fileHandles();
  const { sync } = handles;
  const spy = vi.spyOn(handles, "sync").mockImplementation(async function (this: FileHandle) {
    if ((await this.stat()).isDirectory()) synced.push(await readdir(data));
    return sync.call(this);
  });
  onTestFinished(() => spy.mockRestore());
  const server = await createLunaServer({ data, durable: true, fixture: "empty", log: () => undefined });
  onTestFinished(() => server.close());
  const stateFiles = (names: readonly string[] = []) => names.filter((name) => name.includes(".json")).sort();
  return { data, server, synced, kept: () => stateFiles(synced.at(-1)) };
}

const isStateFile = (name: string) => name.includes(".json");

// A power cut could bring a deleted sandbox back, or keep journals of one that was gone.
test("the folder is synced after a sandbox is made, replaced and deleted", async () => {
  const { data, server, synced, kept } = await setup();
  const { sandboxes, templates } = server.parts;
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
