/** A data folder has one server, even with equal process ids and host names. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test, vi } from "vitest";
import { command } from "../support/command.js";
import { temporaryFolder } from "../support/temporary-folder.js";

async function dataFolder(): Promise<string> {
  const data = await temporaryFolder();
  return data;
}

/** Returns the command line of a server in a separate network namespace. */
const serverOn = (data: string): string[] => [
  process.execPath,
  command,
  ...["start", "--port", "0", "--json", "--durable", "--data", data],
];

function run([file = "", ...args]: readonly string[]): ChildProcess & { readonly errors: string[] } {
  const child = spawn(file, args, { stdio: ["ignore", "pipe", "pipe"], detached: true });
  const errors: string[] = [];
  child.stderr.on("data", (text) => errors.push(String(text)));
  onTestFinished(() => {
    // Its children too, because a shell may start the server.
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid, "SIGKILL");
  });
  return Object.assign(child, { errors });
}

/** Starts a server and resolves with what it prints once it listens. */
async function started(commandLine: readonly string[]) {
  const child = run(commandLine);
  const line = createInterface(child.stdout ?? process.stdin);
  const text = await Promise.race([once(line, "line").then(String), once(child, "exit").then(() => undefined)]);
  if (text === undefined) throw new Error(child.errors.join(""));
  return { child, ...(JSON.parse(text) as { url: string; token: string; pid: number }) };
}

/** Returns why a start is refused; undefined if it succeeds. */
async function refusal(commandLine: readonly string[]): Promise<string | undefined> {
  return started(commandLine).then(
    () => undefined,
    (error: Error) => error.message,
  );
}

const isZombie = async (pid: number) => / Z /.test(await readFile(`/proc/${pid}/stat`, "utf8").catch(() => ""));

async function kill(pid: number): Promise<void> {
  process.kill(pid, "SIGKILL");
}

/** Edits the lock's files as if a different machine or boot had written them. */
async function editLock(data: string, edit: (text: string) => string): Promise<void> {
  for (const name of (await readdir(data)).filter((found) => found.startsWith("lock"))) {
    const file = join(data, name);
    if ((await stat(file)).isFile()) await writeFile(file, edit(await readFile(file, "utf8")));
  }
}

test.runIf(process.platform === "linux")("a zombie does not keep the folder", async () => {
  const data = await dataFolder();
  // The shell becomes a program that never waits for its children.
  const { pid } = await started(["sh", "-c", '"$@" & exec sleep 1000', "sh", ...serverOn(data)]);
  await kill(pid);
  await vi.waitFor(async () => expect(await isZombie(pid)).toBe(true), { timeout: 60_000 });
  expect(await refusal(serverOn(data))).toBeUndefined();
});

test.each([
  ["a reused process id", (text: string) => text.replace(/"pid":\d+/, `"pid":${process.pid}`)],
  ["a container that has a new host name now", (text: string) => text.replace(/"host":"[^"]*"/, '"host":"gone"')],
])("%s does not keep the folder", async (_what, edit) => {
  const data = await dataFolder();
  const { child, pid } = await started(serverOn(data));
  const exit = once(child, "exit");
  await kill(pid);
  await exit;
  await editLock(data, edit);
  expect(await refusal(serverOn(data))).toBeUndefined();
});

test("rm lock* under a running server admits no second server", async () => {
  const data = await dataFolder();
  const first = await started(serverOn(data));
  for (const name of await readdir(data)) if (name.startsWith("lock")) await rm(join(data, name));
  expect(await refusal(serverOn(data))).toMatch(new RegExp(`in use by process ${first.pid} on `));
  const answer = await fetch(`${first.url}/api/v1/usePass`, {
    method: "POST",
    headers: { "x-access-token": first.token },
    body: JSON.stringify({ passSerialNumber: "297150-586-203", numberStumps: 1 }),
  });
  expect(answer.status).toBe(200);
  expect((await fetch(`${first.url}/_luna/health`)).status).toBe(200);
  expect(first.child.errors.join("")).toContain("was removed while the server ran; it is restored");
  const exit = once(first.child, "exit");
  first.child.kill("SIGTERM");
  await exit;
  expect((await readdir(data)).filter((name) => name.startsWith("lock"))).toEqual([]);
});

test("a folder that is deleted under a running server takes no changes", async () => {
  const data = await dataFolder();
  const first = await started(serverOn(data));
  await rm(data, { recursive: true });
  const answer = await fetch(`${first.url}/api/v1/usePass`, {
    method: "POST",
    headers: { "x-access-token": first.token },
    body: JSON.stringify({ passSerialNumber: "297150-586-203", numberStumps: 1 }),
  });
  expect({ status: answer.status, text: await answer.text() }).toEqual({
    status: 503,
    text: expect.stringMatching(/was lost: the folder was removed/),
  });
  expect((await fetch(`${first.url}/_luna/health`)).status).toBe(503);
});

test("a stop after the folder's deletion fails and creates no folder", async () => {
  const data = await dataFolder();
  const { child } = await started(serverOn(data));
  await rm(data, { recursive: true });
  const exit = once(child, "exit");
  child.kill("SIGTERM");
  expect(await exit).toEqual([1, null]);
  expect(child.errors.join("")).toMatch(/could not be saved: .* was lost: the folder was removed or replaced/);
  await expect(readdir(data)).rejects.toThrow("ENOENT");
});

const namespaces = ["--pid", "--fork", "--kill-child", "--mount-proc", "--uts", "--net"];
const canUnshare = spawnSync("unshare", [...namespaces, "true"]).status === 0;
if (!canUnshare)
  console.error(
    "SKIPPED: unshare does not work here, so two containers on one folder were NOT tested: run as root on Linux",
  );

/** Starts a server as process 1 of a host with a fixed name. */
const contained = (data: string): string[] => [
  ...["unshare", ...namespaces, "sh", "-c", 'hostname same && exec "$@"', "sh", ...serverOn(data)],
  // The loopback of a new network namespace is down, and no other machine can reach it.
  ...["--host", "0.0.0.0", "--admin-token", "an-admin-token-of-a-test"],
];

test.runIf(canUnshare)("of two containers with equal host and pid one gets the folder", async () => {
  const data = await dataFolder();
  const first = await started(contained(data));
  expect(first.pid).toBe(1);
  expect(await refusal(contained(data))).toMatch(/in use by process 1 on same/);
  expect(await refusal(serverOn(data))).toMatch(/in use by process 1 on same/);
  const exit = once(first.child, "exit");
  process.kill(-Number(first.child.pid), "SIGKILL");
  await exit;
  expect(await refusal(contained(data))).toBeUndefined();
});
