import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createLunaServer, defaultProfile, type LunaServer, type LunaServerOptions } from "../../mock-server/index.js";
import { recordsOfState } from "../../mock-server/state/state.js";
import { Journal } from "../../mock-server/store/disk/journal.js";
import { StateFileAdapter } from "../../mock-server/store/disk/state-file-adapter.js";
import { MemoryStore } from "../../mock-server/store/memory/store.js";
import { damageOf } from "../support/damage.js";
import { presentBase } from "../support/data-folder.js";
import { diskError, interceptJournalWrites } from "../support/file-handles.js";
import { journalText, linesOf } from "../support/journal.js";
import { stampDefault, startServer } from "../support/sandbox.js";
import { temporaryFolder } from "../support/temporary-folder.js";

async function setup() {
  const data = await temporaryFolder();
  const start = async (options: LunaServerOptions = {}): Promise<LunaServer> => {
    const server = await createLunaServer({ data, fixture: "empty", log: () => undefined, ...options });
    // Tests of a failing stop have handled the error.
    onTestFinished(() => server.close().catch(() => undefined));
    return server;
  };
  return { data, start };
}

const at = (server: LunaServer, path: string, method = "GET", body?: unknown) =>
  fetch(`${server.url}/_luna${path}`, body === undefined ? { method } : { method, body: JSON.stringify(body) });

const tokenWorks = async (server: LunaServer, token: string) => {
  const response = await fetch(`${server.url}/api/v1/getTemplates`, {
    method: "POST",
    headers: { "x-access-token": token },
  });
  return !("error" in ((await response.json()) as object));
};

// Memory changed first, so a failed reset was visible until the next start.
test("a failed PUT state changes nothing, shows in health, and works later", async () => {
  const { data, start } = await setup();
  const server = await start();
  await at(server, "/sandboxes/default/templates", "POST", { name: "Kept", type: 6 });
  const before = await (await at(server, "/sandboxes/default/state")).text();
  // A folder with the file's name cannot be replaced.
  await rm(join(data, "default.json"));
  await mkdir(join(data, "default.json"));

  const put = () => at(server, "/sandboxes/default/state", "PUT", { formatVersion: 1 });
  expect((await put()).status).toBe(503);
  expect(await (await at(server, "/sandboxes/default/state")).text()).toBe(before);
  const health = await at(server, "/health");
  expect({ status: health.status, failure: ((await health.json()) as { failure: string }).failure }).toEqual({
    status: 503,
    failure: expect.stringContaining("writing default.json failed"),
  });

  await rmdir(join(data, "default.json"));
  expect((await put()).status).toBe(200);
  expect((await at(server, "/health")).status).toBe(200);
  await at(server, "/sandboxes/default/templates", "POST", { name: "After", type: 6 });
  const last = await (await at(server, "/sandboxes/default/state")).text();
  await server.close();
  expect(await (await at(await start(), "/sandboxes/default/state")).text()).toBe(last);
});

test("a sandbox that cannot be written is not created", async () => {
  const { data, start } = await setup();
  const server = await start();
  const wanted = { id: "mine", fixture: { formatVersion: 1, companies: [{ id: "main", token: "my-token" }] } };
  await mkdir(join(data, "mine.json"));
  expect((await at(server, "/sandboxes", "POST", wanted)).status).toBe(503);
  expect(await tokenWorks(server, "my-token")).toBe(false);
  await rmdir(join(data, "mine.json"));
  expect((await at(server, "/sandboxes", "POST", wanted)).status).toBe(201);
  expect(await tokenWorks(server, "my-token")).toBe(true);
});

test("a stop saves all possible sandboxes and names the failed", async () => {
  const { data, start } = await setup();
  const server = await start();
  for (const id of ["a", "b"]) await server.sandbox({ id, fixture: "empty" });
  for (const id of ["default", "a", "b"])
    await at(server, `/sandboxes/${id}/templates`, "POST", { name: "Late", type: 6 });
  await rm(join(data, "a.json"));
  await mkdir(join(data, "a.json"));
  await expect(server.close()).rejects.toThrow(/some sandboxes could not be saved: writing a\.json failed/);
  expect(await readFile(await presentBase(data, "b"), "utf8")).toContain("Late");
  expect(await readdir(data)).not.toContain("lock");
});

test("a sandbox deleted during PUT state leaves no token", async () => {
  const { start } = await setup();
  const server = await start();
  const { companies } = await server.sandbox({ id: "gone", fixture: "empty" });
  const { sandboxes } = server.services;
  const [, deleted] = await Promise.allSettled([
    sandboxes.putState("gone", { formatVersion: 1 }),
    sandboxes.delete("gone"),
  ]);
  expect(deleted.status).toBe("fulfilled");
  expect(await tokenWorks(server, companies[0]?.token ?? "")).toBe(false);
  expect((await sandboxes.list()).map(({ id }) => id)).toEqual(["default"]);
});

test("simultaneous sandbox requests stay within the limit", async () => {
  const server = await startServer({ fixture: "empty", maxSandboxes: 3 });
  const settled = await Promise.allSettled(Array.from({ length: 6 }, () => server.sandbox({ fixture: "empty" })));
  expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
});

// A journal line without changes made the start fail with a stack trace, or was accepted.
test.each([
  ["null", /damaged at line 2 \(byte \d+\): it is not a list of changes/],
  ['{"n":1,"changes":[{"table":"clock","after":null}]}', /damaged at line 2 \(byte \d+\): it is not a list of changes/],
  ['{"n":1,"changes":[{"table":"nothing","after":{}}]}', /damaged at line 2 \(byte \d+\): it is not a list of changes/],
  ['{"n":1,"changes":[{"table":"cards","after":{"serial":"1"}}]}', /transaction \d+ does not fit: no record undefined/],
  [
    '{"n":1,"changes":[{"table":"sequences","after":{"card":"x"}}]}',
    /default\.json and its journals do not fit together/,
  ],
])("a journal with the line %s is damage and stays unchanged", async (line, message) => {
  const { data, start } = await setup();
  await (await start()).close();
  const file = join(data, "default.json");
  const before = await readFile(file, "utf8");
  const { version } = JSON.parse(before).bases.at(-1);
  const value = JSON.parse(line.replace('"n":1', `"n":${version + 1}`));
  await writeFile(join(data, "default.9.journal"), journalText([value]));
  expect(await damageOf(await start())).toMatch(message);
  expect(await readFile(file, "utf8")).toBe(before);
  expect(await readdir(data)).toContain("default.9.journal");
});

// The response was 500, but the stamp was credited, so a retry counted twice.
test("with --durable a failed change is undone until a reset works", async () => {
  const { start } = await setup();
  await (await start({ fixture: "demo" })).close();
  const server = await start({ durable: true });
  const makeRoom = await interceptJournalWrites(() => Promise.reject(diskError("EIO")));
  const before = await (await at(server, "/sandboxes/default/state")).text();
  const stamp = () => stampDefault(server);
  expect((await Promise.all([stamp(), stamp()])).map(({ status }) => status)).toEqual([503, 503]);
  expect((await stamp()).status).toBe(503);
  expect(await (await at(server, "/sandboxes/default/state")).text()).toBe(before);
  expect((await at(server, "/health")).status).toBe(503);
  makeRoom();
  await at(server, "/sandboxes/default/reset", "POST");
  expect((await stamp()).status).toBe(200);
  expect((await at(server, "/health")).status).toBe(200);
});

// Leftover journals of a deleted sandbox were replayed into a new sandbox with its id.
test("leftovers of a killed deletion are deleted", async () => {
  const { data, start } = await setup();
  const first = await start();
  await first.sandbox({ id: "x", fixture: "empty" });
  await at(first, "/sandboxes/x/templates", "POST", { name: "Old", type: 6 });
  await first.close();
  // Files after a kill during the deletion.
  await rename(join(data, "x.json"), join(data, "x.json.deleted"));
  await writeFile(join(data, "x.1.journal"), '{"n":1,"changes":[]}\n');
  const second = await start();
  expect((await readdir(data)).filter((name) => name.startsWith("x."))).toEqual([]);
  await second.sandbox({ id: "x", fixture: "empty" });
  await second.close();
  const third = await start();
  expect((await third.services.sandboxes.state("x")).templates).toEqual([]);
});

// Compaction waited for a pause of writes, which never came under load.
test("compaction does not wait for a pause of writes", async () => {
  const folder = await temporaryFolder();
  const journal = new Journal(join(folder, "a"), { durable: true, failed: () => undefined });
  let number = 0;
  let isMoved = false;
  const writer = async () => {
    while (!isMoved) {
      number += 1;
      await journal.add([]);
    }
  };
  const writers = Array.from({ length: 8 }, writer);
  await journal.moveTo(join(folder, "b"));
  isMoved = true;
  await Promise.all(writers);
  await journal.add([]);
  await journal.close();
  const lines = [...(await linesOf(join(folder, "a"))), ...(await linesOf(join(folder, "b")))];
  expect(lines.map(({ n }) => n)).toEqual(Array.from({ length: number + 1 }, (_, index) => index + 1));
});

// The read restored the undone change in memory, and the next state file contained it.
test("a transaction restarts if earlier changes were undone", async () => {
  let fail = () => {};
  const store = new MemoryStore({
    attach: () => undefined,
    create: async () => undefined,
    replace: async () => undefined,
    delete: async () => undefined,
    close: async () => undefined,
    commit: (_id, step) =>
      "changes" in step && step.changes.length === 0
        ? undefined
        : new Promise((_resolve, reject) => {
            fail = () => reject(new Error("the disk is full"));
          }),
  });
  const now = "2026-01-15T12:00:00.000Z";
  const origin = { fixture: "empty", seed: 1, now, profile: defaultProfile };
  const records = recordsOfState({ formatVersion: 1 }, { ...origin, newToken: (id) => `token-of-${id}` });
  await store.createSandbox({ id: "a", origin, createdAt: now, expiresAt: null }, records);

  const change = store.transaction("a", async (tx) => tx.setClock({ now, offsetMs: 0 }));
  const seen: (string | null)[] = [];
  const read = store.transaction("a", async (tx) => {
    seen.push((await tx.clock()).now);
    if (seen.length > 1) return;
    fail();
    await expect(change).rejects.toThrow("the disk is full");
  });
  await read;
  expect(seen).toEqual([now, null]);
  expect((await store.records("a"))?.clock.now).toBeNull();
});

// The folder could not be opened again, because the seed made the state file invalid.
test.each([-1, 1.5, 2 ** 32, Number.NaN])("an invalid seed is refused before any write: %s", async (seed) => {
  const { data, start } = await setup();
  await expect(start({ seed })).rejects.toThrow("seed must be an integer from 0 to 4294967295");
  expect(await readdir(data)).toEqual([]);
});

// On a full disk the leftover took the journal's space.
test("a failed state file leaves no half-written file", async () => {
  const folder = await temporaryFolder();
  const taken = join(folder, "default.json");
  await mkdir(join(taken, "in-the-way"), { recursive: true });
  await expect(new StateFileAdapter(taken, { warn: () => undefined }).write({})).rejects.toThrow();
  expect(await readdir(folder)).toEqual(["default.json"]);
});

// Its draft became the tables of all later transactions.
test("a transaction that is over changes nothing any more", async () => {
  const store = new MemoryStore();
  const now = "2026-01-15T12:00:00.000Z";
  const origin = { fixture: "empty", seed: 1, now, profile: defaultProfile };
  const records = recordsOfState({ formatVersion: 1 }, { ...origin, newToken: (id) => `token-of-${id}` });
  await store.createSandbox({ id: "s", createdAt: now, expiresAt: null, origin }, records);
  const array = { ...defaultProfile, envelope: "array" } as const;
  const change = await store.transaction("s", async (tx) => () => tx.setProfile(array));
  expect(() => change.value()).toThrow("a transaction that is over changes nothing");
  expect(store.profile("s")).toEqual(defaultProfile);
});
