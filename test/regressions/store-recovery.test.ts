import { appendFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { createLunaServer, type LunaServer } from "../../mock-server/index.js";
import { encodeLine } from "../../mock-server/store/disk/journal-lines.js";
import { copyAsKilled } from "../support/copy-as-killed.js";
import { damageOf } from "../support/damage.js";
import { writeEarlierState } from "../support/data-folder.js";
import { diskError, fileHandles, interceptJournalWrites } from "../support/file-handles.js";
import { linesOf, row } from "../support/journal.js";
import { callDefault, stampDefault } from "../support/sandbox.js";
import { temporaryFolder } from "../support/temporary-folder.js";

/** Calls of a server's sandbox `default`. */
function callsOf(server: LunaServer) {
  const health = async () => {
    const response = await server.fetch("/_luna/health");
    const { failure } = (await response.json()) as { failure?: string };
    return { status: response.status, failure };
  };
  return {
    stamp: async () => (await stampDefault(server)).status,
    /** Returns the number of stamps beyond the demo's. */
    stamps: async () => {
      const { body } = await callDefault(server, "getPassInfo", { passSerialNumber: "297150-586-203" });
      return body.totalStamps - 13;
    },
    health,
  };
}

async function setup(durable: boolean) {
  const folder = await temporaryFolder();
  const data = join(folder, "data");
  const logged: string[] = [];
  const start = async (from: string) => {
    const server = await createLunaServer({ data: from, durable, log: (message) => logged.push(message) });
    // Tests of a failing stop have handled the error.
    onTestFinished(() => server.close().catch(() => undefined));
    return server;
  };
  const server = await start(data);
  /** Returns the number of stamps after a kill at this moment. */
  const stampsAfterKill = async () => {
    const copy = join(folder, `copy-${Math.random()}`);
    await copyAsKilled(data, copy);
    const restarted = await start(copy);
    const found = await callsOf(restarted).stamps();
    await restarted.close();
    return found;
  };
  const journals = async () => (await readdir(data)).filter((name) => name.endsWith(".journal"));
  return { data, start, server, stampsAfterKill, journals, logged, ...callsOf(server) };
}

const eventually = { timeout: 30_000 };

/** Makes writes of state files fail until the test ends, or until the returned function is called. */
async function failStateFiles(code: string): Promise<() => void> {
  const spy = vi.spyOn(await fileHandles(), "appendFile").mockRejectedValue(diskError(code));
  onTestFinished(() => spy.mockRestore());
  return () => spy.mockRestore();
}

const put = (server: LunaServer) =>
  server.fetch("/_luna/sandboxes/default/state", { method: "PUT", body: JSON.stringify({ formatVersion: 1 }) });

/** Writes a part of the bytes and fails. */
const writePart = (bytes: Uint8Array, write: (part: Uint8Array) => Promise<unknown>, code = "ENOSPC") =>
  write(bytes.subarray(0, bytes.length - 5)).then(() => {
    throw diskError(code);
  });

test.each([
  ["nothing is written", () => Promise.reject(diskError("ENOSPC"))],
  ["a part is written", writePart],
])("with --durable changes work again after a full disk: %s", async (_what, fail) => {
  const { stamp, stamps, health, stampsAfterKill, journals, data } = await setup(true);
  expect(await stamp()).toBe(200);
  const makeRoom = await interceptJournalWrites(fail);
  expect(await Promise.all([stamp(), stamp(), stamp()])).toEqual([507, 507, 507]);
  expect(await stamp()).toBe(507);
  expect(await stamps()).toBe(1);
  expect(await health()).toMatchObject({ status: 503, failure: expect.stringContaining("ENOSPC") });
  expect(await stampsAfterKill()).toBe(1);
  makeRoom();
  await vi.waitFor(async () => expect(await stamp()).toBe(200), eventually);
  expect(await health()).toEqual({ status: 200, failure: undefined });
  expect(await stamp()).toBe(200);
  expect(await stampsAfterKill()).toBe(await stamps());
  const warnings: string[] = [];
  for (const name of await journals()) await linesOf(join(data, name), warnings);
  expect(warnings).toEqual([]);
});

// 9 of 77 confirmed changes were lost.
test.each([
  ["nothing is written", () => Promise.reject(diskError("ENOSPC"))],
  ["a part is written", writePart],
])("without --durable all confirmed changes are written when there is space: %s", async (_what, fail) => {
  const { stamp, stamps, health, stampsAfterKill, logged } = await setup(false);
  const makeRoom = await interceptJournalWrites(fail);
  let answered = 0;
  await vi.waitFor(async () => {
    const status = await stamp();
    if (status === 200) answered += 1;
    expect(status).toBe(507);
  }, eventually);
  expect(answered).toBeGreaterThan(0);
  expect(await stamps()).toBe(answered);
  expect(await health()).toMatchObject({ status: 503, failure: expect.stringContaining("ENOSPC") });
  makeRoom();
  // Without a change: the server retries by a timer.
  await vi.waitFor(async () => expect((await health()).status).toBe(200), eventually);
  expect(await stampsAfterKill()).toBe(answered);
  expect(await stamp()).toBe(200);
  expect(logged.join("\n")).toMatch(/changes of sandbox default are refused.*is written again/s);
});

test("bytes of a failed write are removed before the next write", async () => {
  const { stamp, stamps, stampsAfterKill } = await setup(true);
  expect(await stamp()).toBe(200);
  const truncate = vi.spyOn(await fileHandles(), "truncate").mockRejectedValue(diskError("EIO"));
  onTestFinished(() => truncate.mockRestore());
  const makeRoom = await interceptJournalWrites((bytes, write) => writePart(bytes, write, "EIO"));
  expect(await Promise.all([stamp(), stamp()])).toEqual([503, 503]);
  makeRoom();
  expect(await stamp()).toBe(503);
  truncate.mockRestore();
  await vi.waitFor(async () => expect(await stamp()).toBe(200), eventually);
  expect(await stamps()).toBe(2);
  expect(await stampsAfterKill()).toBe(2);
});

test("a stop names the number of lost changes", async () => {
  const { server, stamp } = await setup(false);
  await failStateFiles("ENOSPC");
  await interceptJournalWrites(() => Promise.reject(diskError("ENOSPC")));
  expect(await stamp()).toBe(200);
  await expect(server.close()).rejects.toThrow(/writing default\.1\.journal failed: ENOSPC.*; 1 change is lost/);
});

test("a stop without a state file keeps all changes in the journal", async () => {
  const { server, stamp, stampsAfterKill } = await setup(false);
  const makeRoomForState = await failStateFiles("ENOSPC");
  expect(await stamp()).toBe(200);
  await expect(server.close()).rejects.toThrow("writing default.json failed: ENOSPC");
  makeRoomForState();
  expect(await stampsAfterKill()).toBe(1);
});

test("a failed state file is written later without a change", async () => {
  const { server, health } = await setup(false);
  const makeRoomForState = await failStateFiles("EIO");
  expect((await put(server)).status).toBe(503);
  expect((await health()).status).toBe(503);
  makeRoomForState();
  await vi.waitFor(async () => expect((await health()).status).toBe(200), eventually);
});

test("a full disk does not stop the start with older files", async () => {
  const { data, start, server, stamp, logged } = await setup(true);
  expect(await stamp()).toBe(200);
  const copy = `${data}-older`;
  await mkdir(copy);
  await writeEarlierState(copy, "default", await server.services.sandboxes.state("default"));
  await server.close();
  const makeRoom = await failStateFiles("ENOSPC");
  const restarted = await start(copy);
  const { health, stamp: stampAgain, stamps } = callsOf(restarted);
  expect(logged.join("\n")).toMatch(/writing default\.json failed: ENOSPC.*until a retry succeeds/);
  expect(await health()).toMatchObject({ status: 503, failure: expect.stringContaining("ENOSPC") });
  expect({ stampAgain: await stampAgain(), stamps: await stamps() }).toEqual({ stampAgain: 200, stamps: 2 });
  makeRoom();
  await vi.waitFor(async () => expect((await health()).status).toBe(200), eventually);
  await restarted.close();
  expect(await readdir(copy)).not.toContainEqual(expect.stringContaining(".journal"));
  expect(await callsOf(await start(copy)).stamps()).toBe(2);
});

// Confirmed changes were in no file.
test.each([true, false])("a journal deleted under a running server is noticed: durable %s", async (durable) => {
  const { data, stamp, stamps, stampsAfterKill, journals } = await setup(durable);
  expect(await stamp()).toBe(200);
  await vi.waitFor(async () => expect(await journals()).toHaveLength(1), eventually);
  for (const name of await journals()) await rm(join(data, name));
  // Responses of durable changes wait; without durable, changes stay in memory until a retry.
  let confirmed = 1;
  await vi.waitFor(async () => {
    const status = await stamp();
    if (status === 200) confirmed += 1;
    expect(status).toBe(503);
  }, eventually);
  await vi.waitFor(async () => expect(await stamp()).toBe(200), eventually);
  await vi.waitFor(async () => expect(await stampsAfterKill()).toBe(confirmed + 1), eventually);
  expect(await stamps()).toBe(confirmed + 1);
});

const foreignLine = row(encodeLine("ffffffff", { n: 2, changes: [] }));

test.each([true, false])("a line of another server stops all changes: durable %s", async (durable) => {
  const { data, start, server, stamp, health, journals } = await setup(durable);
  expect(await stamp()).toBe(200);
  await vi.waitFor(async () => expect(await journals()).toHaveLength(1), eventually);
  const [name = ""] = await journals();
  await appendFile(join(data, name), foreignLine);
  await vi.waitFor(async () => expect(await stamp()).toBe(503), eventually);
  expect(await health()).toMatchObject({
    status: 503,
    failure: `${name} was written by another program; stop all servers of the folder`,
  });
  const before = await readFile(join(data, name));
  const state = await readFile(join(data, "default.json"), "utf8");
  expect((await server.fetch("/_luna/sandboxes/default/reset", { method: "POST" })).status).toBe(503);
  await expect(server.close()).rejects.toThrow("was written by another program");
  expect(await readFile(join(data, name))).toEqual(before);
  expect(await readFile(join(data, "default.json"), "utf8")).toBe(state);
  expect(await damageOf(await start(data))).toMatch(/line \d+ .*it was written by another server/);
});

test("a foreign file named like a journal is kept, changes are refused", async () => {
  const { data, stamp, health } = await setup(true);
  const name = "default.1.journal";
  await writeFile(join(data, name), foreignLine);
  expect(await stamp()).toBe(503);
  expect(await health()).toMatchObject({ status: 503, failure: expect.stringContaining(`${name} was created by`) });
  expect(await readFile(join(data, name), "utf8")).toBe(foreignLine);
});
