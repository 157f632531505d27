/** Faults of a server with a data folder. */
import { join } from "node:path";
import { expect, test } from "vitest";
import type { LunaServer } from "../../../mock-server/index.js";
import { copyAsKilled } from "../../support/copy-as-killed.js";
import { startServer } from "../../support/sandbox.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const ask = (server: LunaServer) =>
  server.fetch("/api/v1/getTemplates", { method: "POST", headers: { "x-access-token": "luna-demo-token" } });

const countsOf = async ({ services }: LunaServer) =>
  (await services.faults.list("default")).faults.map(({ id, matched, fired }) => `${id} ${matched} ${fired}`);

test("faults and their counts survive a restart", async () => {
  const data = await temporaryFolder();
  const first = await startServer({ data });
  await first.services.faults.add("default", { id: "once", times: 1, effect: { kind: "error", code: 4 } });
  await first.services.faults.add("default", { id: "third", after: 2, effect: { kind: "http", status: 500 } });
  for (const status of [200, 200, 200]) expect((await ask(first)).status).toBe(status);
  await first.close();
  const second = await startServer({ data });
  expect(await countsOf(second)).toEqual(["once 1 1", "third 2 0"]);
  expect((await ask(second)).status).toBe(500);
  expect(await countsOf(second)).toEqual(["once 1 1", "third 3 1"]);
  await second.services.faults.clear("default");
  await second.close();
  const third = await startServer({ data });
  expect(await countsOf(third)).toEqual([]);
});

test("a one-shot fault that fired does not fire again after a kill", async () => {
  const data = await temporaryFolder();
  const killed = join(await temporaryFolder(), "killed");
  const server = await startServer({ data, durable: true });
  await server.services.faults.add("default", { times: 1, effect: { kind: "http", status: 502 } });
  expect((await ask(server)).status).toBe(502);
  await copyAsKilled(data, killed);
  await server.close();
  const next = await startServer({ data: killed });
  expect(await countsOf(next)).toEqual(["fault-1 1 1"]);
  expect((await ask(next)).status).toBe(200);
});

test("a one-shot fault fires once on concurrent requests to a durable server", async () => {
  const server = await startServer({ data: await temporaryFolder(), durable: true });
  await server.services.faults.add("default", { times: 1, effect: { kind: "http", status: 503 } });
  const answers = await Promise.all(Array.from({ length: 30 }, () => ask(server)));
  expect(answers.filter(({ status }) => status === 503)).toHaveLength(1);
  expect(await countsOf(server)).toEqual(["fault-1 1 1"]);
});

test("the option faults replaces the faults in the data folder", async () => {
  const data = await temporaryFolder();
  const first = await startServer({ data, faults: [{ id: "old", effect: { kind: "hang" } }] });
  await first.close();
  const second = await startServer({ data, faults: [{ id: "new", effect: { kind: "hang" } }] });
  expect(await countsOf(second)).toEqual(["new 0 0"]);
});

test("reset, snapshot, restore and fork leave faults alone", async () => {
  const server = await startServer();
  const { services } = server;
  const sandbox = await server.sandbox({ id: "box" });
  await sandbox.faults.add({ id: "kept", effect: { kind: "hang" } });
  await sandbox.snapshot("before");
  await sandbox.faults.add({ id: "later", effect: { kind: "hang" } });
  await sandbox.restore("before");
  await sandbox.reset();
  const fork = await sandbox.fork();
  const ids = async (id: string) => (await services.faults.list(id)).neverFired;
  expect({ box: await ids("box"), fork: await ids(fork.id) }).toEqual({ box: ["kept", "later"], fork: [] });
});
