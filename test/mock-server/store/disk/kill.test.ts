import { appendFile, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { kindsOfFiles } from "../../../support/data-folder.js";
import { type Program, runProgram, startProgram } from "../../../support/program.js";
import { temporaryFolder } from "../../../support/temporary-folder.js";

interface Running {
  readonly program: Program;
  readonly control: (method: string, path: string, body?: object) => Promise<Response>;
  readonly call: (id: string, parameters: object) => Promise<Record<string, unknown>>;
}

async function start(data: string, ...args: readonly string[]): Promise<Running> {
  const options = ["--port", "0", "--json", "--strict", "--data", data, ...args];
  const program = startProgram(["start", ...options]);
  const { url, token } = JSON.parse(await program.line()) as { url: string; token: string };
  const call = async (id: string, parameters: object) => {
    const headers = { "x-access-token": token };
    const answer = await fetch(`${url}/api/v1/${id}`, { method: "POST", headers, body: JSON.stringify(parameters) });
    return (await answer.json()) as Record<string, unknown>;
  };
  const control = (method: string, path: string, body?: object) =>
    fetch(`${url}/_luna/sandboxes${path}`, body === undefined ? { method } : { method, body: JSON.stringify(body) });
  return { program, control, call };
}

async function stop({ program }: Running, signal: NodeJS.Signals): Promise<number | null> {
  program.process.kill(signal);
  const [code] = await program.ended;
  return code;
}

const card = { passSerialNumber: "297150-586-203" };
const total = async ({ call }: Running) => (await call("getPassInfo", card)).totalStamps;

test("kill -9 with --durable loses no confirmed change", async () => {
  const data = await temporaryFolder();
  const first = await start(data, "--durable");
  let answered = 0;
  const calls = Array.from({ length: 8 }, async () => {
    for (let turn = 0; turn < 200; turn += 1) {
      if ((await first.call("usePass", { ...card, numberStumps: 1 })).result === 1) answered += 1;
      if (answered === 100) first.program.process.kill("SIGKILL");
    }
  });
  await Promise.allSettled(calls);
  expect(answered).toBeGreaterThanOrEqual(100);
  const second = await start(data);
  const found = Number(await total(second)) - 13;
  expect(found).toBeGreaterThanOrEqual(answered);
  // A running call may be persisted without a response: at most one per connection.
  expect(found).toBeLessThanOrEqual(answered + 8);
});

test.each(["SIGTERM", "SIGINT"] as const)("%s ends the command with exit code 0 and loses nothing", async (signal) => {
  const data = await temporaryFolder();
  const first = await start(data);
  for (let turn = 0; turn < 20; turn += 1) await first.call("usePass", { ...card, numberStumps: 1 });
  expect(await stop(first, signal)).toBe(0);
  expect(await kindsOfFiles(data)).toEqual(["default.base.json", "default.json"]);
  expect(await total(await start(data))).toBe(33);
});

/** Control calls with the sandboxes that they change. */
const steps = [
  ["POST", "/a/snapshots", { name: "s" }],
  ["POST", "/a/templates", { name: "after the snapshot", type: 6 }],
  ["POST", "/a/fork", { id: "b" }],
  ["POST", "/a/snapshots/s/restore"],
  ["POST", "/b/templates", { name: "in the fork", type: 6 }],
  ["POST", "/b/reset"],
  ["DELETE", "/a"],
] as const;

test.each([
  ["snapshot", 1],
  ["fork", 3],
  ["restore", 4],
  ["change of a fork", 5],
  ["reset of a fork", 6],
  ["deletion of the source", 7],
])("kill -9 right after a %s keeps it", async (_what, count) => {
  const data = await temporaryFolder();
  const first = await start(data, "--durable");
  await first.control("POST", "", { id: "a", fixture: "demo", now: "2026-01-15T12:00:00Z" });
  for (const [method, path, body] of steps.slice(0, count))
    expect((await first.control(method, path, body)).ok).toBe(true);
  const paths = ["/a/state", "/b/state", "/a/snapshots", "/b/snapshots"];
  const contentOf = ({ control }: Running) =>
    Promise.all(paths.map(async (path) => (await control("GET", path)).text()));
  const before = await contentOf(first);
  await stop(first, "SIGKILL");
  const second = await start(data);
  expect(await contentOf(second)).toEqual(before);
  expect(second.program.errors()).toBe("");
});

test("an incomplete journal line is dropped with a warning", async () => {
  const data = await temporaryFolder();
  const first = await start(data, "--durable");
  await first.call("usePass", { ...card, numberStumps: 2 });
  await stop(first, "SIGKILL");
  const journal = join(data, (await readdir(data)).find((name) => name.endsWith(".journal")) ?? "");
  const writer = (await readFile(journal, "utf8")).slice(9, 17);
  await appendFile(journal, `01234567 ${writer} {"n":3,"changes":[{"table":"ca`);
  const second = await start(data);
  expect(await total(second)).toBe(15);
  expect(second.program.errors()).toContain(
    "the last line is incomplete and was dropped; its change was never confirmed",
  );
});

test("a second process on the folder is refused with advice", async () => {
  const data = await temporaryFolder();
  await start(data);
  const { code, stderr } = await runProgram(["--port", "0", "--data", data]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/start: .* is in use by process \d+ .*--data.*--memory/);
});
