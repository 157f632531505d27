/** A damaged sandbox does not stop the other sandboxes. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import type { LunaServer, LunaServerOptions } from "../../mock-server/index.js";
import { command } from "../support/command.js";
import { writeEarlierState } from "../support/data-folder.js";
import { startServer } from "../support/sandbox.js";
import { temporaryFolder } from "../support/temporary-folder.js";

async function setup() {
  const data = await temporaryFolder();
  const logged: string[] = [];
  const start = (options: LunaServerOptions = {}) =>
    startServer({ data, strict: true, log: (message) => logged.push(message), ...options });
  /** Starts with `default` and three more sandboxes, and stops. */
  const fill = async () => {
    const server = await start();
    for (const id of ["a", "b", "c"]) await server.sandbox({ id, fixture: "demo" });
    const [{ token = "" } = {}] = (await server.services.sandboxes.get("b")).companies;
    await server.close();
    return token;
  };
  return { data, logged, start, fill };
}

/** Returns the content of all files of a folder except the lock. */
async function contentOf(folder: string): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith("lock")).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), "latin1")])),
  );
}

/** Returns the files of all sandboxes but one. */
const without = (id: string, files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).filter(([name]) => !name.startsWith(`${id}.`)));

const stamp = JSON.stringify({ passSerialNumber: "297150-586-203", numberStumps: 1 });

const usePass = ({ url }: LunaServer, token?: string) =>
  fetch(`${url}/api/v1/usePass`, {
    method: "POST",
    headers: token === undefined ? {} : { "x-access-token": token },
    body: stamp,
  });

async function control({ url }: LunaServer, path: string, method = "GET", body?: string) {
  const answer = await fetch(`${url}/_luna${path}`, body === undefined ? { method } : { method, body });
  return { status: answer.status, text: await answer.text() };
}

/** Truncates a file, like a broken disk. */
async function damage(file: string): Promise<void> {
  const content = await readFile(file);
  await writeFile(file, content.subarray(0, content.length - 20));
}

test("a damaged sandbox is listed, responds 503 and stays unchanged", async () => {
  const { data, logged, start, fill } = await setup();
  const token = await fill();
  await damage(join(data, "b.json"));
  await writeFile(join(data, "b.json.half-written"), "{");
  const before = await contentOf(data);
  const server = await start();
  expect(logged).toEqual([expect.stringMatching(/^sandbox b is damaged and responds 503: .*b\.json .*put back/)]);
  expect((await usePass(server, "luna-demo-token")).status).toBe(200);

  const { sandboxes } = JSON.parse((await control(server, "/sandboxes")).text);
  expect(sandboxes.map(({ id }: { id: string }) => id)).toEqual(["default", "a", "c", "b"]);
  expect(sandboxes[3]).toEqual({ id: "b", damaged: expect.stringContaining("b.json") });
  const answer = await usePass(server, token);
  expect({ status: answer.status, body: await answer.json() }).toEqual({
    status: 503,
    body: { message: expect.stringMatching(/^sandbox b is damaged/) },
  });
  const calls = [
    ["/sandboxes/b"],
    ["/sandboxes/b/reset", "POST"],
    ["/sandboxes/b/state"],
    ["/sandboxes/b/state", "PUT", '{"formatVersion":1}'],
    ["/sandboxes/b/clock"],
    ["/sandboxes/b/clock", "PUT", '{"real":true}'],
    ["/sandboxes/b/profile"],
    ["/sandboxes/b/profile", "PUT", "{}"],
    ["/sandboxes/b/requests"],
    ["/sandboxes/b/report"],
    ["/sandboxes/b/requests/x"],
    ["/sandboxes/b/templates", "POST", '{"name":"T","type":6}'],
    ["/sandboxes/b/templates/340717", "PATCH", '{"name":"T"}'],
    ["/sandboxes/b/cards/297150-586-203/install", "POST"],
    ["/sandboxes/b/cards/297150-586-203/delete", "POST"],
    ["/sandboxes/b/cards/297150-586-203/redeem", "POST"],
    ["/sandboxes/b/clients/1", "PATCH", '{"dateOfBirth":null}'],
    ["/s/b/cards/297150-586-203"],
    ["/sandboxes", "POST", '{"id":"b"}'],
  ] as const;
  for (const [path, method, body] of calls) {
    const { status, text } = await control(server, path, method, body);
    expect({ path, method, status, text }).toEqual({
      path,
      method,
      status: 503,
      text: expect.stringContaining("b.json"),
    });
  }
  expect(JSON.parse((await control(server, "/health")).text)).toEqual({ status: "ok", sandboxes: 3, damaged: 1 });

  await server.services.sandboxes.sweep();
  await server.close();
  const after = await contentOf(data);
  expect(without("default", after)).toEqual(without("default", before));
});

test("a large request to a damaged sandbox gets 503 too", async () => {
  const { data, start, fill } = await setup();
  const token = await fill();
  await damage(join(data, "b.json"));
  const server = await start();
  const headers = { "x-access-token": token };
  const body = JSON.stringify({ pad: "x".repeat(100_000) });
  for (const send of [fetch, server.fetch]) {
    const answer = await send(`${server.url}/api/v1/usePass`, { method: "POST", headers, body });
    expect({ status: answer.status, text: await answer.text() }).toEqual({
      status: 503,
      text: expect.stringContaining("sandbox b is damaged"),
    });
  }
});

test("a damaged default is not replaced, and all other sandboxes work", async () => {
  const { data, start, fill } = await setup();
  const token = await fill();
  await damage(join(data, "default.json"));
  const before = await contentOf(data);
  const server = await start({ profile: { envelope: "array" } });
  expect(server.restored).toBe(true);
  expect((await usePass(server, token)).status).toBe(200);
  const ofDefault = await usePass(server, "luna-demo-token");
  expect({ status: ofDefault.status, text: await ofDefault.text() }).toEqual({
    status: 503,
    text: expect.stringContaining("default.json"),
  });
  const health = await control(server, "/health");
  expect({ status: health.status, body: JSON.parse(health.text) }).toEqual({
    status: 503,
    body: { status: "failing", sandboxes: 3, damaged: 1, failure: expect.stringContaining("default.json") },
  });
  expect((await control(server, "/sandboxes/default", "DELETE")).status).toBe(503);
  await server.close();
  const after = await contentOf(data);
  expect(without("b", after)).toEqual(without("b", before));
});

test("unauthenticated requests use the default profile while default is damaged", async () => {
  const { data, start, fill } = await setup();
  await fill();
  await writeFile(join(data, "default.json"), "{");
  const server = await start();
  for (const [token, why] of [
    [undefined, "the x-access-token header is missing"],
    ["luna-demo-token", "no company has the token of x-access-token, unless it is one of a damaged sandbox: default"],
  ] as const) {
    const answer = await usePass(server, token);
    expect({ status: answer.status, body: await answer.json() }).toEqual({ status: 200, body: { error: 1 } });
    expect(answer.headers.get("x-luna-why")).toBe(why);
  }
});

// The start failed with an error about either of the two files.
test("of two files with equal tokens the later is damaged, never default", async () => {
  const { data, start, fill } = await setup();
  const token = await fill();
  const reading = await start();
  const states = new Map(
    await Promise.all(["b", "default"].map(async (id) => [id, await reading.services.sandboxes.state(id)] as const)),
  );
  await reading.close();
  for (const [from, to] of [
    ["b", "bb"],
    ["default", "aa"],
  ] as const) {
    await writeEarlierState(data, to, states.get(from) ?? {});
  }
  const before = await contentOf(data);
  const server = await start();
  expect(await server.services.sandboxes.damaged()).toEqual([
    {
      id: "aa",
      damaged: expect.stringMatching(/aa\.json has a token in company main that default\.json has too/),
    },
    { id: "bb", damaged: expect.stringMatching(/bb\.json has a token in company main that b\.json has too/) },
  ]);
  for (const usable of [token, "luna-demo-token"]) expect((await usePass(server, usable)).status).toBe(200);
  await server.services.sandboxes.reset("default");
  await server.close();
  const after = await contentOf(data);
  for (const name of ["aa.json", "bb.json"]) expect(after[name]).toBe(before[name]);
});

test("journals without a state file are a damaged sandbox", async () => {
  const { data, start, fill } = await setup();
  await fill();
  await rename(join(data, "b.json"), join(data, "saved"));
  await writeFile(join(data, "b.7.journal"), "lines\n");
  await writeFile(join(data, "b.8.journal"), "more lines\n");
  const server = await start();
  expect(await server.services.sandboxes.damaged()).toEqual([
    { id: "b", damaged: expect.stringMatching(/b\.1\.base\.json holds records, but the state file .* is missing/) },
  ]);
  await expect(server.sandbox({ id: "b" })).rejects.toThrow(/sandbox b is damaged/);
  await server.close();
  expect(await readFile(join(data, "b.7.journal"), "utf8")).toBe("lines\n");
  await rename(join(data, "saved"), join(data, "b.json"));
});

test("a deleted damaged sandbox frees its id and tokens", async () => {
  const { data, start, fill } = await setup();
  const token = await fill();
  await copyFile(join(data, "b.json"), join(data, "b.json.mine"));
  await damage(join(data, "b.json"));
  await writeFile(join(data, "d.3.journal"), "lines\n");
  await mkdir(join(data, "e.json"));
  const server = await start();
  const taken = { formatVersion: 1 as const, companies: [{ id: "main", token }] };
  await expect(server.sandbox({ id: "f", fixture: taken })).rejects.toThrow(/a token of sandbox f belongs to sandbox/);
  const statuses = await Promise.all(["b", "b", "d", "e"].map((id) => control(server, `/sandboxes/${id}`, "DELETE")));
  expect(statuses.map(({ status }) => status)).toEqual([204, 404, 204, 503]);
  expect(statuses[3]?.text).toContain("e.json must be a file, got a folder; remove it by hand");
  const left = (await readdir(data)).filter((name) => /^[bde]\./.test(name)).sort();
  expect(left).toEqual(["b.json.mine", "e.json"]);
  await server.sandbox({ id: "b", fixture: taken });
  expect((await usePass(server, token)).status).toBe(200);
  await server.close();
  await rm(join(data, "e.json"), { recursive: true });
  expect((await (await start()).services.sandboxes.list()).map(({ id }) => id)).toContain("b");
});

test("damaged sandboxes count for the limit", async () => {
  const { data, start, fill } = await setup();
  await fill();
  await damage(join(data, "b.json"));
  const server = await start({ maxSandboxes: 4 });
  await expect(server.sandbox()).rejects.toThrow(/sandbox limit reached/);
});

test("the command starts with a damaged default and says so", async () => {
  const { data, fill } = await setup();
  await fill();
  await damage(join(data, "default.json"));
  const child = spawn(process.execPath, [command, "start", "--port", "0", "--data", data], { stdio: "pipe" });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const [printed, errors] = [text(child.stdout), text(child.stderr)];
  await once(child.stdout, "data");
  child.kill("SIGTERM");
  const [code] = await once(child, "exit");
  expect(code).toBe(0);
  expect(await printed).toMatch(/damaged {2}default; GET \/_luna\/sandboxes shows the reason/);
  expect(await errors).toMatch(/^sandbox default is damaged and responds 503: .*default\.json/);
});
