/** Files of a server that is killed at any moment of any operation. */
import { cpSync, existsSync } from "node:fs";
import promises, { readFile } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { basename, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { expect, onTestFinished, test, vi } from "vitest";
import type { StoredSandbox } from "../../../../mock-server/store/memory/persistence.js";
import { MemoryStore } from "../../../../mock-server/store/memory/store.js";
import { filesOfSandboxes } from "../../../support/data-folder.js";
import { diskError, fileHandles } from "../../../support/file-handles.js";
import { addTemplates, forkInfo, infoOf, keepCompanies, openStore, recordsFor } from "../../../support/store.js";
import { temporaryFolder } from "../../../support/temporary-folder.js";

const limits = { count: 10, bytes: 1e9 };
const takeSnapshot = (store: MemoryStore, id: string, name: string) =>
  store.snapshot(id, { name, createdAt: infoOf(id).createdAt }, limits);

/** Operations one by one; each is complete or has not happened after a kill. */
const operations: readonly (readonly [title: string, run: (store: MemoryStore) => Promise<unknown>])[] = [
  ["create", (store) => store.createSandbox(infoOf("a"), recordsFor("a"))],
  ["change", (store) => addTemplates(store, "a", "first")],
  ["snapshot", (store) => takeSnapshot(store, "a", "s")],
  ["change after a snapshot", (store) => addTemplates(store, "a", "second")],
  ["fork a snapshot", (store) => store.fork("a", { snapshot: "s" }, forkInfo("of-snapshot"))],
  ["change a fork", (store) => addTemplates(store, "of-snapshot", "in fork")],
  ["restore", (store) => store.restore("a", "s", keepCompanies)],
  ["change after a restore", (store) => addTemplates(store, "a", "third")],
  ["fork the present", (store) => store.fork("a", "now", forkInfo("of-now"))],
  ["save faults", (store) => store.saveFaults("a", [{ effect: { kind: "error", code: 2 } }])],
  ["compact", (store) => addTemplates(store, "a", "large", 6, 900)],
  ["snapshot after compaction", (store) => takeSnapshot(store, "a", "t")],
  ["restore a snapshot of an older base", (store) => store.restore("a", "s", keepCompanies)],
  ["snapshot after it", (store) => takeSnapshot(store, "a", "u")],
  ["fork after it", (store) => store.fork("a", "now", forkInfo("of-restored"))],
  ["delete a snapshot", (store) => store.deleteSnapshot("a", "s")],
  ["compact again", (store) => addTemplates(store, "a", "larger", 40, 900)],
  ["reset", (store) => store.reset("a", keepCompanies)],
  ["change after a reset", (store) => addTemplates(store, "a", "fourth")],
  ["fork a fork", (store) => store.fork("of-now", "now", forkInfo("of-fork"))],
  ["change a fork of a fork", (store) => addTemplates(store, "of-fork", "fifth")],
  ["reset a fork", (store) => store.reset("of-fork", keepCompanies)],
  ["snapshot of a fork", (store) => takeSnapshot(store, "of-fork", "v")],
  [
    "replace all records",
    (store) => store.replaceRecords("a", () => recordsFor("a", { templates: [{ name: "R", type: 6 }] })),
  ],
  ["restore after it", (store) => store.restore("a", "u", keepCompanies)],
  ["delete the source", (store) => store.deleteSandbox("a")],
  ["change after it", (store) => addTemplates(store, "of-now", "sixth")],
  ["delete a fork", (store) => store.deleteSandbox("of-snapshot")],
];

/** Everything that a sandbox must have after a start. */
const contentOf = ({ info, origin, tables, version, snapshots, faults }: StoredSandbox) => ({
  info,
  version,
  faults,
  records: tables.records(),
  origin: origin.records(),
  snapshots: [...snapshots.values()].map((snapshot) => ({ ...snapshot, tables: snapshot.tables.records() })),
});

type World = Readonly<Record<string, unknown>>;
const worldOf = (sandboxes: Iterable<StoredSandbox>): World =>
  Object.fromEntries([...sandboxes].map((sandbox) => [sandbox.info.id, contentOf(sandbox)]));

/** Returns the sandboxes after each number of operations, without files. */
async function expectedWorlds(): Promise<readonly World[]> {
  let getSandbox: (id: string) => StoredSandbox | undefined = () => undefined;
  const nothing = async () => undefined;
  const store = new MemoryStore({
    attach: (get) => {
      getSandbox = get;
    },
    create: nothing,
    replace: nothing,
    commit: () => undefined,
    delete: nothing,
    close: nothing,
  });
  const present = () => worldOf(store.sandboxes().flatMap(({ id }) => getSandbox(id) ?? []));
  const worlds = [present()];
  for (const [, run] of operations) {
    await run(store);
    worlds.push(present());
  }
  return worlds;
}

/**
 * Calls `before` with the function's name before each change of a file until the test ends. Syncs do nothing: they only
 * matter to power cuts.
 */
async function interceptChanges(before: (name: string) => void): Promise<void> {
  // Node loads its code for copies at their first use, and would keep the replaced functions after the test.
  cpSync(await temporaryFolder(), await temporaryFolder(), { recursive: true });
  const handles = await fileHandles();
  for (const name of ["sync", "datasync"] as const) {
    const spy = vi.spyOn(handles, name).mockResolvedValue();
    onTestFinished(() => spy.mockRestore());
  }
  const targets: [object, readonly string[]][] = [
    [promises, ["link", "rename", "rm", "copyFile", "open"]],
    [handles, ["write", "appendFile", "truncate"]],
  ];
  for (const [target, names] of targets)
    for (const name of names) {
      const original = Reflect.get(target, name);
      const replaced = function (this: unknown, ...parameters: unknown[]) {
        before(name);
        return Reflect.apply(original, this, parameters);
      };
      Object.defineProperty(target, name, { value: replaced, configurable: true, writable: true });
      onTestFinished(() => {
        Object.defineProperty(target, name, { value: original, configurable: true, writable: true });
        syncBuiltinESMExports();
      });
    }
  syncBuiltinESMExports();
}

interface Kill {
  readonly folder: string;
  /** Number of complete operations. */
  readonly complete: number;
}

/** Runs all operations, and returns copies of the folder from right before each change of a file. */
async function killEverywhere(options: { readonly compactAtBytes?: number } = {}): Promise<readonly Kill[]> {
  const data = join(await temporaryFolder(), "data");
  const copies = await temporaryFolder();
  const kills: Kill[] = [];
  let complete = 0;
  let isOn = true;
  const copy = () => {
    if (!isOn || !existsSync(data)) return;
    const folder = join(copies, String(kills.length));
    cpSync(data, folder, { recursive: true, filter: (path) => !basename(path).startsWith("lock.") });
    kills.push({ folder, complete });
  };
  await interceptChanges(copy);
  const { store, close } = await openStore(data, options);
  for (const [, run] of operations) {
    await run(store);
    complete += 1;
  }
  await close();
  copy();
  isOn = false;
  return kills;
}

test("a kill during a fork that fails leaves no damaged sandbox", async () => {
  const data = join(await temporaryFolder(), "data");
  const copies = await temporaryFolder();
  const { store } = await openStore(data);
  await store.createSandbox(infoOf("a"), recordsFor("a"));
  await addTemplates(store, "a", "first");
  let links = 0;
  let kills = 0;
  await interceptChanges((name) => {
    const folder = join(copies, String(kills));
    cpSync(data, folder, { recursive: true, filter: (path) => !basename(path).startsWith("lock.") });
    kills += 1;
    if (name !== "link") return;
    links += 1;
    // The first file is linked already.
    if (links === 2) throw diskError("ENOSPC");
  });
  await expect(store.fork("a", "now", forkInfo("fork"))).rejects.toThrow("ENOSPC");
  const failed = kills;
  expect(failed).toBeGreaterThan(4);
  for (let kill = 0; kill < failed; kill += 1) {
    const { persisted, damaged } = await openStore(join(copies, String(kill)));
    expect(damaged).toEqual([]);
    expect(persisted.map(({ info }) => info.id)).toEqual(["a"]);
  }
});

interface HeadBase {
  readonly generation: number;
  readonly end?: number;
}

/** Expects only files of these sandboxes, each named by the head of its sandbox. */
async function expectNoOrphans(folder: string, ids: readonly string[]): Promise<void> {
  for (const name of await filesOfSandboxes(folder)) {
    const [id = "", number, kind] = name.split(".");
    expect(ids).toContain(id);
    if (number === "json") continue;
    const { bases } = JSON.parse(await readFile(join(folder, `${id}.json`), "utf8")) as { bases: readonly HeadBase[] };
    const generation = Number(number);
    const isNamed = bases.some((base) =>
      kind === "base"
        ? base.generation === generation
        : base.generation <= generation && generation <= (base.end ?? generation),
    );
    expect({ name, isNamed }).toEqual({ name, isNamed: true });
  }
}

test.each([
  ["without compaction", {}],
  ["with compaction", { compactAtBytes: 4000 }],
])(
  "a kill at any moment leaves the state before or after: %s",
  async (_what, options) => {
    const worlds = await expectedWorlds();
    const kills = await killEverywhere(options);
    expect(kills.length).toBeGreaterThan(100);
    for (const { folder, complete } of kills) {
      const { persisted, damaged, close } = await openStore(folder, options);
      const title = complete < operations.length ? operations[complete]?.[0] : "close";
      expect({ title, damaged }).toEqual({ title, damaged: [] });
      const found = worldOf(persisted);
      const before = worlds[complete];
      const isBefore = isDeepStrictEqual(found, before);
      if (!isBefore) expect({ title, ...found }).toEqual({ title, ...(worlds[complete + 1] ?? before) });
      await close();
      await expectNoOrphans(folder, Object.keys(found));
    }
  },
  60_000,
);
