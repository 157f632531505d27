import { statSync } from "node:fs";
import { cp, readdir, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { expect, onTestFinished, test, vi } from "vitest";
import { defaultProfile } from "../../mock-server/index.js";
import { recordsOfState } from "../../mock-server/state/state.js";
import { stateFileFormat } from "../../mock-server/state/state-file-format.js";
import { fileIdOf } from "../../mock-server/store/disk/file-names.js";
import type { SizeOptions } from "../../mock-server/store/disk/file-sizes.js";
import { FolderPersistence } from "../../mock-server/store/disk/folder.js";
import { MemoryStore } from "../../mock-server/store/memory/store.js";
import { StoreFullError } from "../../mock-server/store/port.js";
import { filesOfSandboxes, kindsOfFiles, presentBase } from "../support/data-folder.js";
import { diskError, fileHandles } from "../support/file-handles.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const now = "2026-01-15T12:00:00.000Z";
const origin = { fixture: "empty", seed: 1, now, profile: defaultProfile };
const info = { id: "a", origin, createdAt: now, expiresAt: null };

const recordsWith = (templates: object[]) =>
  recordsOfState(
    { formatVersion: 1, templates: [{ id: 1, name: "T", type: 6 }, ...templates] } as Parameters<
      typeof recordsOfState
    >[0],
    { ...origin, newToken: (id) => `token-of-${id}` },
  );

async function setup(options: SizeOptions & { readonly durable: boolean }) {
  const data = await temporaryFolder();
  const open = async (folder = data, maxFileBytes = options.maxFileBytes) => {
    const { persistence, persisted } = await FolderPersistence.open(folder, {
      ...options,
      ...(maxFileBytes === undefined ? {} : { maxFileBytes }),
      format: stateFileFormat(() => ({ seed: 1, now, newToken: String })),
      warn: () => undefined,
    });
    const store = new MemoryStore(persistence, persisted);
    let closed: Promise<void> | undefined;
    const close = () => {
      closed ??= store.close();
      return closed;
    };
    onTestFinished(close);
    return { store, close };
  };
  const stateBytes = async () => (await stat(await presentBase(data, "a"))).size;
  return { data, open, stateBytes };
}

const client = (id: number, Field0: string) => {
  const contact = { phone: null, email: null, dateOfBirth: null };
  return { id, templateId: 1, sName: "S", fName: "F", ...contact, fields: { Field0 } } as const;
};

const addClient = (store: MemoryStore, id: number, text: string) =>
  store.transaction("a", async (tx) => tx.insertClient(client(id, text)));

function wasFull(error: unknown): "full" {
  expect(error).toBeInstanceOf(StoreFullError);
  return "full";
}

/** Adds clients until the sandbox is full. */
async function fill(store: MemoryStore, text: string): Promise<void> {
  for (let id = 1; (await addClient(store, id, text).catch(wasFull)) !== "full"; id += 1);
}

// 612 MB were accepted and saved, and the next start failed with "Invalid string length".
test.each([
  ["durable, small lines", true, "ż"],
  ["not durable, small lines", false, "ż"],
  ["durable, large lines", true, "🎉".repeat(1000)],
  ["not durable, large lines", false, "🎉".repeat(1000)],
])("the accepted changes of a full sandbox load again: %s", async (_title, durable, text) => {
  const maxFileBytes = 60_000;
  const { open, stateBytes } = await setup({ durable, maxFileBytes });
  const { store, close } = await open();
  await store.createSandbox(info, recordsWith([]));
  await fill(store, text);
  const records = store.records("a");
  await close();
  expect(await stateBytes()).toBeGreaterThan(maxFileBytes / 2);
  expect(await stateBytes()).toBeLessThanOrEqual(maxFileBytes);

  const { store: again } = await open();
  expect(again.records("a")).toEqual(records);
  await again.replaceRecords("a", () => recordsWith([]));
  await addClient(again, 1, "room again");
});

/** Returns a copy of the folder as a kill at this moment would leave it. */
async function copyOf(data: string): Promise<string> {
  const copy = await temporaryFolder();
  const files = async () => (await filesOfSandboxes(data)).map((name) => [name, fileIdOf(join(data, name))]);
  for (;;) {
    const before = await files();
    await cp(data, copy, { recursive: true, filter: (path) => !basename(path).startsWith("lock") }).catch(notFound);
    // The state file may be rewritten meanwhile.
    if (isDeepStrictEqual(await files(), before)) return copy;
    for (const name of await readdir(copy)) await rm(join(copy, name));
  }
}

function notFound(error: NodeJS.ErrnoException): void {
  expect(error.code).toBe("ENOENT");
}

test("a kill leaves a full sandbox that can be loaded", async () => {
  const { data, open } = await setup({ durable: true, maxFileBytes: 50_000 });
  const { store } = await open();
  await store.createSandbox(info, recordsWith([]));
  await fill(store, "ż");
  const { store: second } = await open(await copyOf(data));
  expect(second.records("a")).toEqual(store.records("a"));
});

// Earlier versions wrote larger files, and the next start could not read them.
test("a sandbox beyond the limit loads, but refuses changes", async () => {
  const { data, open } = await setup({ durable: true, maxFileBytes: 50_000 });
  const { store } = await open();
  await store.createSandbox(info, recordsWith([]));
  await fill(store, "ż");
  const copy = await copyOf(data);
  const { store: second, close } = await open(copy, 10_000);
  expect(second.records("a")).toEqual(store.records("a"));
  await expect(addClient(second, 1_000_000, "")).rejects.toThrow(StoreFullError);
  await close();
  expect(await kindsOfFiles(copy)).toEqual(["a.base.json", "a.json"]);
  const { store: third } = await open(copy);
  expect(third.records("a")).toEqual(store.records("a"));
});

test("journals that a full disk keeps after a kill count too", async () => {
  const maxFileBytes = 50_000;
  const { data, open } = await setup({ durable: true, maxFileBytes });
  const { store } = await open();
  await store.createSandbox(info, recordsWith([]));
  for (let id = 1; id <= 15; id += 1) await addClient(store, id, "x".repeat(1000));
  const copy = await copyOf(data);
  // Writes state files, but not journals.
  const spy = vi.spyOn(await fileHandles(), "appendFile").mockRejectedValue(diskError("ENOSPC"));
  onTestFinished(() => spy.mockRestore());
  const { store: second, close } = await open(copy);
  await fill(second, "x".repeat(1000));
  const names = (await filesOfSandboxes(copy)).filter((name) => name !== "a.json");
  const sizes = names.map((name) => statSync(join(copy, name)).size);
  const headers = 200;
  expect(sizes.reduce((sum, bytes) => sum + bytes)).toBeLessThan(maxFileBytes + headers);
  spy.mockRestore();
  await close();
});

test("compaction makes room in a sandbox full of changes", async () => {
  const { open, stateBytes } = await setup({ durable: false, maxFileBytes: 30_000 });
  const { store, close } = await open();
  await store.createSandbox(info, recordsWith([]));
  await addClient(store, 1, "");
  const save = (text: string) => store.transaction("a", async (tx) => tx.saveClient(client(1, text.padEnd(1000))));
  for (let turn = 0; turn < 100; turn += 1)
    // Changes during the write of the state file may be refused.
    while ((await save(String(turn)).catch(wasFull)) === "full") await setImmediate();
  await close();
  expect(await stateBytes()).toBeLessThan(10_000);
});

test.each([
  ["a small base", 0],
  ["a large base", 40],
])("a reset makes room in a full sandbox with %s", async (_what, templates) => {
  const { open } = await setup({ durable: true, maxFileBytes: 60_000 });
  const { store, close } = await open();
  await store.createSandbox(info, recordsWith([]));
  const large = Array.from({ length: templates }, () => ({ name: "x".repeat(1000), type: 6 }));
  await store.replaceRecords("a", () => recordsWith(large));
  await fill(store, "x".repeat(1000));
  await store.reset("a", (_restored, present) => present);
  await fill(store, "y".repeat(1000));
  const records = await store.records("a");
  expect(records?.clients.length).toBeGreaterThan(10);
  await close();
  const { store: again } = await open();
  expect(await again.records("a")).toEqual(records);
});

test("a transaction larger than the room that is left changes nothing", async () => {
  const { open } = await setup({ durable: false, maxFileBytes: 20_000 });
  const { store } = await open();
  await store.createSandbox(info, recordsWith([]));
  await expect(addClient(store, 1, "x".repeat(20_000))).rejects.toThrow(StoreFullError);
  await expect(addClient(store, 1, "small")).resolves.toMatchObject({ value: "inserted" });
});

// A push to very many cards was a line longer than a string, and the response was 500.
test("a transaction too large for a string is refused", async () => {
  const { open } = await setup({ durable: false });
  const { store } = await open();
  await store.createSandbox(info, recordsWith([]));
  const tooLong = {
    toJSON: () => {
      throw new RangeError("Invalid string length");
    },
  };
  await expect(addClient(store, 1, tooLong as unknown as string)).rejects.toThrow(StoreFullError);
  expect((await store.records("a"))?.clients).toEqual([]);
});

test("a state beyond the limit is refused and leaves no file", async () => {
  const { data, open } = await setup({ durable: false, maxFileBytes: 20_000 });
  const { store, close } = await open();
  const large = recordsWith(Array.from({ length: 40 }, () => ({ name: "x".repeat(1000), type: 6 })));
  await expect(store.createSandbox(info, large)).rejects.toThrow(/sandbox a is full: .* at most/);
  expect(await filesOfSandboxes(data)).toEqual([]);
  await store.createSandbox(info, recordsWith([]));
  await expect(store.replaceRecords("a", () => large)).rejects.toThrow(StoreFullError);
  expect((await store.records("a"))?.templates).toHaveLength(1);
  // The store has not failed.
  await addClient(store, 1, "small");
  await close();
  const { store: again } = await open();
  expect((await again.records("a"))?.clients).toHaveLength(1);
});
