import { mkdir, readdir, rename, rm, symlink, utimes } from "node:fs/promises";
import { hostname } from "node:os";
import { join, relative } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { Beacon } from "../../../../mock-server/store/disk/lock/beacon.js";
import { LockEntry } from "../../../../mock-server/store/disk/lock/entry.js";
import { FolderAddresses } from "../../../../mock-server/store/disk/lock/folder-addresses.js";
import { FolderInUseError } from "../../../../mock-server/store/disk/lock/folder-in-use.js";
import { FolderLock, type LockOptions } from "../../../../mock-server/store/disk/lock/folder-lock.js";
import { StoreUnavailableError } from "../../../../mock-server/store/port.js";
import { temporaryFolder } from "../../../support/temporary-folder.js";

/** A folder as seen from another network namespace. */
class PlaceWithoutGuard extends FolderAddresses {
  override get guard(): undefined {
    return undefined;
  }
}

/** A folder of a file system without sockets. */
class PlaceWithoutSockets extends PlaceWithoutGuard {
  override socket(): undefined {
    return undefined;
  }
}

/** A folder as seen from another machine, which sees the sockets and cannot connect to them. */
class PlaceElsewhere extends PlaceWithoutGuard {
  override readonly id = "another-kernel/1-1";

  override socket(name: string): string | undefined {
    return super.socket(`${name}.elsewhere`);
  }
}

async function setup() {
  const folder = await temporaryFolder();
  const warnings: string[] = [];
  const acquire = async (
    PlaceType: typeof FolderAddresses = FolderAddresses,
    options: Partial<LockOptions> & { path?: string } = {},
  ) => {
    const { path = folder, ...rest } = options;
    const addressesOf = (found: string) => new PlaceType(found);
    // An hour, so that tests beat by hand.
    const warn = (message: string) => warnings.push(message);
    const lock = await FolderLock.acquire(path, { warn, beatMs: 3_600_000, expiryMs: 3_600_000, addressesOf, ...rest });
    onTestFinished(() => lock.release());
    return lock;
  };
  return { folder, warnings, acquire };
}

/** Removes the files of the lock, like `rm lock*`. */
async function removeLock(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.startsWith("lock"));
  expect(names).not.toEqual([]);
  // The server may be faster: it removes the old entry when it publishes a new entry.
  for (const name of names) await rm(join(folder, name), { force: true });
}

const entryOf = async (folder: string): Promise<string> =>
  join(folder, (await readdir(folder)).find((name) => /^lock\.[0-9a-f]+$/.test(name)) ?? "");

test.each([
  ["", FolderAddresses],
  [" in another network namespace", PlaceWithoutGuard],
])("a second contender%s is refused until the owner releases", async (_where, PlaceType) => {
  const { folder, acquire } = await setup();
  const first = await acquire(PlaceType);
  await expect(acquire(PlaceType)).rejects.toThrow(`in use by process ${process.pid} on ${hostname()}`);
  await expect(acquire(PlaceType)).rejects.toThrow(FolderInUseError);
  await first.release();
  expect(await readdir(folder)).toEqual([]);
  await acquire(PlaceType);
});

test("every path to a folder leads to the same lock", async () => {
  const { folder, acquire } = await setup();
  const link = `${folder}-link`;
  await symlink(folder, link);
  onTestFinished(() => rm(link));
  await acquire(FolderAddresses, { path: link });
  await expect(acquire()).rejects.toThrow(FolderInUseError);
  await expect(acquire(FolderAddresses, { path: relative(process.cwd(), folder) })).rejects.toThrow(FolderInUseError);
  await expect(acquire(PlaceWithoutGuard)).rejects.toThrow(FolderInUseError);
});

test("a path longer than a socket's path is locked too", async () => {
  const { folder, acquire } = await setup();
  const [one, two] = ["1", "2"].map((name) => join(folder, "x".repeat(200), name));
  for (const path of [one, two]) {
    await mkdir(String(path), { recursive: true });
    await acquire(PlaceWithoutGuard, { path: String(path) });
    await expect(acquire(PlaceWithoutGuard, { path: String(path) })).rejects.toThrow(FolderInUseError);
    expect(await readdir(String(path))).toHaveLength(2);
  }
});

test("without sockets a heartbeat that goes on keeps the folder", async () => {
  const { folder, acquire, warnings } = await setup();
  await acquire(PlaceWithoutSockets);
  const entry = await entryOf(folder);
  const wait = () => utimes(entry, 1000, 2000);
  await expect(acquire(PlaceWithoutSockets, { wait })).rejects.toThrow(/in use by process \d+/);
  expect(warnings).toEqual([expect.stringMatching(/^waiting up to 3600 s for process \d+ on/)]);
  expect(await readdir(folder)).toHaveLength(1);
});

test("an owner whose socket alone was removed is seen by its heartbeat", async () => {
  const { folder, acquire } = await setup();
  await acquire();
  const entry = await entryOf(folder);
  await rm(`${entry}.socket`);
  await expect(acquire(PlaceWithoutGuard, { wait: () => utimes(entry, 1000, 2000) })).rejects.toThrow(FolderInUseError);
});

test("from another machine a living owner is seen by its heartbeat", async () => {
  const { folder, acquire } = await setup();
  await acquire();
  const entry = await entryOf(folder);
  await expect(acquire(PlaceElsewhere, { wait: () => utimes(entry, 1000, 2000) })).rejects.toThrow(FolderInUseError);
});

test("an expired heartbeat frees the folder, and its owner notices", async () => {
  const { folder, acquire } = await setup();
  const wait = () => Promise.reject(new Error("waited"));
  const first = await acquire(PlaceWithoutSockets, { wait });
  await utimes(await entryOf(folder), 1000, 2000);
  const second = await acquire(PlaceWithoutSockets, { wait });
  const entry = await entryOf(folder);
  await second.ensureHeld();
  await expect(acquire(PlaceWithoutSockets, { wait: () => utimes(entry, 4e9, 4e9) })).rejects.toThrow(FolderInUseError);
  await expect(first.ensureHeld()).rejects.toThrow(/waited.*restart this server/);
});

test("a heartbeat that stands still frees the folder, however the clocks differ", async () => {
  const { folder, acquire } = await setup();
  await acquire(PlaceWithoutSockets);
  await utimes(await entryOf(folder), 4e9, 4e9);
  const waits: number[] = [];
  await acquire(PlaceWithoutSockets, {
    beatMs: 1_200_000,
    wait: async (ms) => {
      waits.push(ms);
    },
  });
  expect(waits).toEqual([1_200_000, 1_200_000, 1_200_000]);
});

test("files of contenders that were killed are removed", async () => {
  const { folder, acquire } = await setup();
  const stray = await Beacon.listen(join(folder, "lock.0123456789abcdef.socket.bound"), () => ({
    pid: 1,
    host: "h",
    phase: "contender",
  }));
  // A bound socket of an ended process: after the rename, its listener does not remove it.
  await rename(join(folder, "lock.0123456789abcdef.socket.bound"), join(folder, "lock.0123456789abcdef.socket"));
  if (stray instanceof Beacon) await stray.close();
  expect(await readdir(folder)).toHaveLength(1);
  await (await acquire()).release();
  expect(await readdir(folder)).toEqual([]);
});

test("rm lock* admits no second server and is repaired", async () => {
  const { folder, acquire, warnings } = await setup();
  const first = await acquire();
  await removeLock(folder);
  await expect(acquire()).rejects.toThrow(FolderInUseError);
  await first.ensureHeld();
  expect(warnings).toEqual([expect.stringMatching(/was removed while the server ran; it is restored$/)]);
  await expect(acquire(PlaceWithoutGuard)).rejects.toThrow(FolderInUseError);
  await first.release();
  expect(await readdir(folder)).toEqual([]);
});

test("the heartbeat notices that the lock was removed", async () => {
  const { folder, acquire, warnings } = await setup();
  await acquire(FolderAddresses, { beatMs: 1 });
  await removeLock(folder);
  await vi.waitFor(() => expect(warnings.join()).toContain("it is restored"), { timeout: 60_000 });
});

test("a server that lost its folder to another takes no more changes", async () => {
  const { folder, acquire, warnings } = await setup();
  const first = await acquire(PlaceWithoutGuard);
  await removeLock(folder);
  const second = await acquire(PlaceWithoutGuard);
  await expect(first.ensureHeld()).rejects.toThrow(StoreUnavailableError);
  expect(first.failure?.message).toMatch(/was lost: another process has taken it; restart this server$/);
  expect(warnings).toEqual([expect.stringContaining("changes are refused")]);
  await second.ensureHeld();
  await second.release();
  // The first server's memory lacks changes of the second server, so it gives up the folder.
  await expect(first.ensureHeld()).rejects.toThrow(StoreUnavailableError);
});

test("a lock is not restored in a changed folder", async () => {
  const { folder, acquire } = await setup();
  const ensureUntouched = () => {
    throw new Error("another process has changed default.json");
  };
  const first = await acquire(PlaceWithoutGuard, { ensureUntouched });
  await removeLock(folder);
  await expect(first.ensureHeld()).rejects.toThrow(/another process has changed default\.json; restart/);
});

test.each([
  ["removed", async (folder: string) => rm(folder, { recursive: true })],
  [
    "replaced",
    async (folder: string) => {
      await rename(folder, `${folder}-old`);
      onTestFinished(() => rm(`${folder}-old`, { recursive: true }));
      await mkdir(folder);
    },
  ],
])("a folder that was %s under the server is lost", async (_what, change) => {
  const { folder, acquire } = await setup();
  const lock = await acquire();
  await change(folder);
  await expect(lock.ensureHeld()).rejects.toThrow(/was lost: the folder was removed or replaced; restart this server/);
});

test("a heartbeat under way publishes nothing after the release", async () => {
  const { folder, acquire } = await setup();
  const lock = await acquire(FolderAddresses, { beatMs: 1 });
  let beats = () => {};
  let goOn = () => {};
  const isBeating = new Promise<void>((resolve) => {
    beats = resolve;
  });
  const goesOn = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const spy = vi.spyOn(LockEntry.prototype, "beat").mockImplementation(async () => {
    beats();
    await goesOn;
    return 0;
  });
  onTestFinished(() => spy.mockRestore());
  await isBeating;
  await lock.release();
  goOn();
  // Many more turns than publishing an entry takes.
  for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate);
  expect((await readdir(folder)).filter((name) => name.startsWith("lock"))).toEqual([]);
});
