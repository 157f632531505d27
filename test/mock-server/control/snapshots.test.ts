import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Diff } from "../../../mock-server/control/snapshots.js";
import type { Sandbox } from "../../../mock-server/sandbox-handle.js";
import { createLunaServer, type LunaServer } from "../../../mock-server/server.js";

const serial = "297150-586-203";
const now = "2026-01-15T12:00:00.000Z";

let server: LunaServer;
let sandbox: Sandbox;

beforeEach(async () => {
  server = await createLunaServer();
  sandbox = await server.sandbox({ id: "a", now });
});

afterEach(() => server.close());

/** Calls a method with the token of a sandbox's first company. */
async function call(of: Pick<Sandbox, "companies">, method: string, body: object = {}) {
  const response = await server.fetch(`/api/v1/${method}`, {
    method: "POST",
    headers: { "x-access-token": of.companies[0]?.token ?? "", "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const requestId = response.headers.get("x-luna-request-id") ?? "";
  return { requestId, json: (await response.json()) as Record<string, unknown> };
}

const addStamps = (of: Sandbox, numberStumps: number) =>
  call(of, "usePass", { passSerialNumber: serial, numberStumps });

/** Returns the card of a sandbox without its picture, whose address contains the sandbox. */
async function cardOf(of: Pick<Sandbox, "companies">) {
  const { image: _, ...card } = (await call(of, "getPassInfo", { passSerialNumber: serial })).json;
  return card;
}

async function control(path: string, method = "GET", body?: object) {
  const response = await fetch(`${server.url}/_luna/sandboxes/${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, json: text === "" ? undefined : JSON.parse(text) };
}

describe("snapshots", () => {
  test("snapshots without a name at once get different names", async () => {
    const names = await Promise.all([1, 2, 3].map(async () => (await sandbox.snapshot()).name));
    expect(names.sort()).toEqual(["snapshot-1", "snapshot-2", "snapshot-3"]);
  });

  test("a restored snapshot has the records, clock and profile of its moment", async () => {
    const before = await cardOf(sandbox);
    expect(await sandbox.snapshot("before")).toMatchObject({ name: "before" });
    await addStamps(sandbox, 2);
    await control("a/clock", "PUT", { advanceSeconds: 3600 });
    await control("a/profile", "PUT", { envelope: "array" });
    const restored = await sandbox.restore("before");
    expect(restored).toMatchObject({ clock: { now, frozen: true }, profile: {}, companies: sandbox.companies });
    expect(await cardOf(sandbox)).toEqual(before);
    // A snapshot can be restored again.
    await addStamps(sandbox, 1);
    await sandbox.restore("before");
    expect(await cardOf(sandbox)).toEqual(before);
  });

  test("default names are numbered", async () => {
    await sandbox.snapshot();
    await sandbox.snapshot("snapshot-7");
    await sandbox.snapshot();
    const names = (await control("a/snapshots")).json.snapshots.map(({ name }: { name: string }) => name);
    expect(names).toEqual(["snapshot-1", "snapshot-7", "snapshot-8"]);
  });

  test("a deleted snapshot is unknown, and its name is free", async () => {
    await sandbox.snapshot("x");
    expect(await sandbox.snapshots()).toMatchObject([{ name: "x" }]);
    await sandbox.deleteSnapshot("x");
    expect(await sandbox.snapshots()).toEqual([]);
    await expect(sandbox.deleteSnapshot("x")).rejects.toMatchObject({ status: 404 });
    await sandbox.snapshot("x");
    expect(await control("a/snapshots/x", "DELETE")).toEqual({ status: 204, json: undefined });
    expect(await control("a/snapshots/x", "DELETE")).toMatchObject({ status: 404 });
    expect(await control("a/snapshots/x/restore", "POST")).toMatchObject({
      status: 404,
      json: { error: 'sandbox a has no snapshot "x"; list all with GET …/snapshots' },
    });
    expect(await control("a/snapshots", "POST", { name: "x" })).toMatchObject({ status: 201 });
  });

  test.each([
    [{ name: "now" }, 400, 'name must not be "now"'],
    [{ name: "a/b" }, 400, "name must be letters, digits"],
    [{ name: "x".repeat(65) }, 400, "name must be letters, digits"],
    [{ nme: "x" }, 400, "nme"],
    [{ name: "taken" }, 409, "snapshot taken exists already"],
  ])("an invalid snapshot is refused: %j", async (body, status, error) => {
    await sandbox.snapshot("taken");
    expect(await control("a/snapshots", "POST", body)).toMatchObject({
      status,
      json: { error: expect.stringContaining(error) },
    });
  });

  test("a sandbox has at most 100 snapshots", async () => {
    for (let n = 0; n < 100; n += 1) await sandbox.snapshot();
    expect(await control("a/snapshots", "POST", {})).toMatchObject({
      status: 429,
      json: { error: expect.stringContaining("at most 100 snapshots") },
    });
    await control("a/snapshots/snapshot-50", "DELETE");
    expect(await control("a/snapshots", "POST", {})).toMatchObject({ status: 201 });
  });

  test("snapshots outlive a reset and the replacement of the state", async () => {
    await addStamps(sandbox, 2);
    const used = await cardOf(sandbox);
    await sandbox.snapshot("used");
    await sandbox.reset();
    expect(await cardOf(sandbox)).not.toEqual(used);
    await control("a/state", "PUT", { formatVersion: 1 });
    expect(await cardOf(sandbox)).toEqual({ error: 2 });
    const { companies } = await sandbox.restore("used");
    expect(await cardOf({ ...sandbox, companies })).toEqual(used);
  });
});

describe("forks", () => {
  test("a fork and its source change independently", async () => {
    const fork = await sandbox.fork({ id: "b" });
    expect(fork).toMatchObject({ id: "b", forkOf: "a", clock: { now } });
    expect(fork.companies.map(({ token }) => token)).not.toEqual(sandbox.companies.map(({ token }) => token));
    const before = await cardOf(fork);
    await addStamps(sandbox, 2);
    expect(await cardOf(fork)).toEqual(before);
    const used = await cardOf(sandbox);
    await addStamps(fork, 1);
    expect(await cardOf(sandbox)).toEqual(used);
    await fork.reset();
    expect(await cardOf(fork)).toEqual(before);
    await sandbox.delete();
    expect(await cardOf(fork)).toEqual(before);
  });

  test("a fork of a request begins with the state right before it", async () => {
    await addStamps(sandbox, 1);
    const before = await cardOf(sandbox);
    const { requestId } = await addStamps(sandbox, 2);
    await addStamps(sandbox, 3);
    await sandbox.reset();
    await addStamps(sandbox, 4);
    const fork = await sandbox.fork({ request: requestId });
    expect(await cardOf(fork)).toEqual(before);
    await call(fork, "usePass", { passSerialNumber: serial, numberStumps: 2 });
    expect((await sandbox.fork({ request: requestId })).id).not.toBe(fork.id);
  });

  test("a refused request can be forked, too", async () => {
    await addStamps(sandbox, 1);
    const before = await cardOf(sandbox);
    const { requestId, json } = await call(sandbox, "useReward", { passSerialNumber: serial, numberRewards: 99 });
    expect(json).toHaveProperty("error");
    await addStamps(sandbox, 1);
    expect(await cardOf(await sandbox.fork({ request: requestId }))).toEqual(before);
    const { requestId: invalid } = await call(sandbox, "usePass", {});
    expect(await cardOf(await sandbox.fork({ request: invalid }))).toEqual(await cardOf(sandbox));
  });

  test("a fork may have another clock and other switches", async () => {
    await sandbox.snapshot("s");
    const fork = await sandbox.fork({
      snapshot: "s",
      now: new Date("2027-01-01T00:00:00.000Z"),
      profile: { envelope: "array" },
      ttlSeconds: 60,
    });
    expect(fork).toMatchObject({
      clock: { now: "2027-01-01T00:00:00.000Z", frozen: true },
      profile: { envelope: "array" },
    });
    expect(fork.expiresAt).not.toBeNull();
  });

  test("a fork at a dropped request is 410, at an unknown 404", async () => {
    const { requestId } = await addStamps(sandbox, 1);
    for (let n = 0; n < 10_001; n += 1) await call(sandbox, "getTemplates");
    await expect(sandbox.fork({ request: requestId })).rejects.toMatchObject({ status: 410 });
    await expect(sandbox.fork({ request: "never-1" })).rejects.toMatchObject({ status: 404 });
  });

  test("the state before many replacements of all records is gone", async () => {
    const { requestId } = await addStamps(sandbox, 1);
    await control("a/state", "PUT", { formatVersion: 1 });
    expect(await sandbox.fork({ request: requestId })).toMatchObject({ forkOf: "a" });
    for (let n = 0; n < 20; n += 1) await sandbox.reset();
    expect(await control("a/fork", "POST", { request: requestId })).toMatchObject({
      status: 410,
      json: { error: expect.stringContaining("take a snapshot to keep a state") },
    });
  });

  test("an invalid fork is refused", async () => {
    const { requestId } = await call({ companies: [] }, "getTemplates");
    const fork = async (body: object) => (await control("a/fork", "POST", body)).status;
    expect(await fork({ id: "a" })).toBe(409);
    expect(await fork({ id: "A" })).toBe(400);
    expect(await fork({ id: "nul" })).toBe(400);
    expect(await fork({ snapshot: "none" })).toBe(404);
    expect(await fork({ snapshot: "s", request: "r" })).toBe(400);
    expect(await fork({ profile: { envelope: "round" } })).toBe(400);
    expect(await fork({ now: "2026-02-31T00:00:00Z" })).toBe(400);
    expect((await control("default/fork", "POST", { request: requestId })).status).toBe(409);
    expect((await control("none/fork", "POST", {})).status).toBe(404);
  });

  test("a sandbox has at most 1000 forks", async () => {
    const large = await createLunaServer({ maxSandboxes: 2000 });
    const source = await large.sandbox({ fixture: "empty" });
    const [first] = await Promise.all(Array.from({ length: 1000 }, () => source.fork()));
    await expect(source.fork()).rejects.toMatchObject({ status: 429, message: expect.stringContaining("1000 forks") });
    await first?.delete();
    expect(await source.fork()).toMatchObject({ forkOf: source.id });
    await large.close();
  });

  test("forks count as sandboxes", async () => {
    const small = await createLunaServer({ maxSandboxes: 2 });
    const only = await small.sandbox();
    await expect(only.fork()).rejects.toMatchObject({ status: 429 });
    await small.close();
  });
});

describe("diffs", () => {
  test("the diff of a request has each changed field before and after", async () => {
    const { requestId } = await addStamps(sandbox, 1);
    await addStamps(sandbox, 2);
    const { status, json } = await control(`a/requests/${requestId}/diff`);
    expect(status).toBe(200);
    const { records, omitted } = json as Diff;
    expect(omitted).toBe(0);
    expect(records.map(({ table, key, change }) => ({ table, key, change }))).toEqual([
      { table: "cards", key: serial, change: "changed" },
      { table: "operations", key: expect.any(String), change: "added" },
    ]);
    const stamps = records[0]?.fields.totalStamps as { readonly before: number; readonly after: number } | undefined;
    expect(stamps?.after).toBe((stamps?.before ?? 0) + 1);
    expect(records[1]?.fields).toMatchObject({ action: { after: "addStamps" }, amount: { after: 1 } });
  });

  test("the diff of a request that changed nothing is empty", async () => {
    const { requestId } = await call(sandbox, "getTemplates");
    expect((await control(`a/requests/${requestId}/diff`)).json).toEqual({ records: [], omitted: 0 });
  });

  test("two states are compared in both directions", async () => {
    await sandbox.snapshot("before");
    const { requestId } = await addStamps(sandbox, 1);
    await control("a/clock", "PUT", { advanceSeconds: 60 });
    const forwards = await sandbox.diff("before");
    expect(forwards.records).toContainEqual({
      table: "clock",
      key: "clock",
      change: "changed",
      fields: { now: { before: now, after: "2026-01-15T12:01:00.000Z" } },
    });
    const backwards = await sandbox.diff("now", "before");
    expect(backwards.records.map(({ change }) => change).sort()).toEqual(["changed", "changed", "removed"]);
    expect(await sandbox.diff("before", requestId)).toEqual({ records: [], omitted: 0 });
    await sandbox.restore("before");
    expect(await sandbox.diff("before")).toEqual({ records: [], omitted: 0 });
  });

  test.each([
    ["", 400, /^from is missing; it must be now, the name of a snapshot, or the id of a request$/],
    ["?from=", 400, /^from must be now/],
    ["?from=now&to=now&x=1", 400, /^unknown parameter "x"/],
    ["?from=nothing", 404, /^unknown snapshot or request "nothing"; list snapshots with/],
    ["?from=now&from=now", 400, /^from must be now/],
    ["?from=now&to=", 400, /^to must be now/],
  ])("an invalid comparison is refused: %s", async (query, status, reason) => {
    expect(await control(`a/diff${query}`)).toMatchObject({ status, json: { error: expect.stringMatching(reason) } });
  });
});

test("snapshots, forks and resets do not depend on the size", async () => {
  const templates = [{ id: 500_000, name: "Large", type: 6 as const }];
  const clients = Array.from({ length: 20_000 }, (_, n) => ({
    id: 10_000_000 + n,
    templateId: 500_000,
    sName: "Doe",
    fName: "Jo",
    phone: String(12_000_000_000 + n),
  }));
  const large = await server.sandbox({ id: "large", fixture: { formatVersion: 1, templates, clients } });
  const before = process.memoryUsage().heapUsed;
  const forks: Sandbox[] = [];
  for (let n = 0; n < 50; n += 1) {
    await large.snapshot();
    forks.push(await large.fork());
    await large.reset();
  }
  // 50 copies of 20,000 clients would be more than 300 MB.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000);
  expect(forks).toHaveLength(50);
});
