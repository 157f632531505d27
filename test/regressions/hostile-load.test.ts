/** Requests that once crashed the server, filled its memory, or mixed sandboxes. */
import { execFile } from "node:child_process";
import { type FileHandle, mkdir, readdir, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test, vi } from "vitest";
import { createLunaServer, defaultProfile } from "../../mock-server/index.js";
import { recordsOfState } from "../../mock-server/state/state.js";
import { stateFileFormat } from "../../mock-server/state/state-file-format.js";
import { FolderPersistence } from "../../mock-server/store/disk/folder.js";
import { Journal } from "../../mock-server/store/disk/journal.js";
import { StateFileAdapter } from "../../mock-server/store/disk/state-file-adapter.js";
import { MemoryStore } from "../../mock-server/store/memory/store.js";
import { copyAsKilled } from "../support/copy-as-killed.js";
import { kindsOfFiles } from "../support/data-folder.js";
import { fileHandles, interceptJournalWrites } from "../support/file-handles.js";
import { linesOf } from "../support/journal.js";
import { preload, startProgram } from "../support/program.js";
import { setup, startServer, testServer } from "../support/sandbox.js";
import { temporaryFolder } from "../support/temporary-folder.js";

/** Waits for a condition until the test times out. */
const waitsLong = { timeout: 100_000 };

test("the request log keeps keys and short values of large bodies", async () => {
  const { call, control } = await setup();
  const push = { pushSegment: "oneClient", passSerialNumber: "297150-586-203", messageText: "x".repeat(20_000) };
  await call("sendInfoPush", push);
  const { requests: entries } = (await control("GET", "/requests?limit=1")).body;
  expect(entries[0].request).toEqual({ ...push, messageText: "[20002 characters, omitted]" });
});

test("a large, deeply nested body is logged without its depths", async () => {
  const { server, token, control } = await setup();
  const answer = await fetch(`${server.url}/api/v1/getPassInfo`, {
    method: "POST",
    headers: { "x-access-token": token },
    body: `{"passSerialNumber": "297150-586-203", "fields": ${"[".repeat(50_000)}${"]".repeat(50_000)}}`,
  });
  expect(await answer.json()).toMatchObject({ result: 1 });
  const { requests: entries } = (await control("GET", "/requests?limit=1")).body;
  expect(entries[0].request).toEqual({ passSerialNumber: "297150-586-203", fields: "[nested deeper, omitted]" });
});

// JSON.stringify fails beyond half a gigabyte, and its error was not caught.
test("a failing response is a 500 with a message", async () => {
  const logged: string[] = [];
  const server = await startServer({ fixture: "demo", log: (message) => logged.push(message) });
  const ask = () =>
    fetch(`${server.url}/api/v1/getTemplates`, { method: "POST", headers: { "x-access-token": "luna-demo-token" } });
  const { stringify } = JSON;
  JSON.stringify = ((value: { templates?: unknown }, ...more: []) => {
    if (value?.templates !== undefined) throw new RangeError("Invalid string length");
    return stringify(value, ...more);
  }) as typeof JSON.stringify;
  const broken = await ask().finally(() => {
    JSON.stringify = stringify;
  });
  expect({ status: broken.status, body: await broken.json() }).toEqual({
    status: 500,
    body: { message: expect.stringMatching(/^internal error; see request /) },
  });
  expect(logged.join()).toContain("Invalid string length");
  expect((await ask()).status).toBe(200);
});

test("names of templates and rewards have a maximum length", async () => {
  const { control } = await setup({ fixture: "empty" });
  const { status, body } = await control("POST", "/templates", { name: "x".repeat(1001), type: 6 });
  expect({ status, error: body.error }).toEqual({
    status: 400,
    error: expect.stringMatching(/^name must have at most /),
  });
});

test("a body with thousands of keys does not slow the report", async () => {
  const { call, control } = await setup();
  const keys = Array.from({ length: 2_000 }, (_, at) => [`k${at}`, 0]);
  await call("getPassInfo", { passSerialNumber: "297150-586-203", ...Object.fromEntries(keys) });
  const { status, body } = await control("GET", "/report");
  expect(status).toBe(200);
  expect(body.findings.length).toBeLessThan(30);
});

/** Blocks all writes of state files until it is released. */
async function heldFiles() {
  const handles = await fileHandles();
  const { appendFile } = handles;
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const held = vi.spyOn(handles, "appendFile").mockImplementation(async function (this: FileHandle, bytes) {
    await released;
    return appendFile.call(this, bytes);
  });
  onTestFinished(() => held.mockRestore());
  return { isWriting: () => vi.waitFor(() => expect(held).toHaveBeenCalled(), waitsLong), release };
}

// The token's owner was looked up before PUT state replaced the records.
test("a request waiting for PUT state uses its token's company", async () => {
  const data = await temporaryFolder();
  const server = await startServer({ fixture: "empty", data: join(data, "files") });
  const companies = (a: string, b: string) => [
    { id: "a", token: a },
    { id: "b", token: b },
  ];
  await server.sandbox({ id: "swap", fixture: { formatVersion: 1, companies: companies("token-one", "token-two") } });
  const ask = async () => {
    const { body } = await server.services.engine.handle({
      verb: "POST",
      name: "getTemplates",
      query: "",
      token: "token-one",
      body: Buffer.alloc(0),
      origin: () => server.url,
    });
    return JSON.parse(body);
  };
  const { isWriting, release } = await heldFiles();
  const replaced = server.services.sandboxes.putState("swap", {
    formatVersion: 1,
    companies: companies("token-two", "token-one"),
    templates: [{ id: 1, companyId: "a", name: "Of token two now", type: 6 }],
  });
  await isWriting();
  const waiting = ask();
  // The request runs up to its transaction before the records are replaced.
  await new Promise((resolve) => setImmediate(resolve));
  release();
  await replaced;
  expect(await waiting).toEqual({ error: 1 });
  expect(await ask()).toEqual({ result: 1, templates: [] });
});

test("requests during a deletion are 404 and leave nothing", async () => {
  const server = await startServer({ fixture: "empty", data: await temporaryFolder() });
  const { companies } = await server.sandbox({ id: "x", fixture: "empty" });
  const { sandboxes, requests } = server.services;
  const deleted = sandboxes.delete("x");
  const late = await Promise.allSettled([
    sandboxes.reset("x"),
    sandboxes.putState("x", { formatVersion: 1 }),
    server.fetch("/api/v1/getTemplates", {
      method: "POST",
      headers: { "x-access-token": companies[0]?.token ?? "" },
    }),
  ]);
  await deleted;
  expect(late.slice(0, 2)).toMatchObject([{ reason: { status: 404 } }, { reason: { status: 404 } }]);
  await server.sandbox({ id: "x", fixture: "empty" });
  expect([...(await requests.find({ sandboxId: "x", limit: 10 })).entries]).toEqual([]);
});

// Lists were copied for each template of a company and each card of a client.
test("a state with many templates and cards loads quickly", async () => {
  const { control } = await setup({ fixture: "empty" });
  const many = 20_000;
  const { status } = await control("PUT", "/state", {
    formatVersion: 1,
    templates: Array.from({ length: many }, (_, at) => ({ id: at + 1, name: "T", type: 6 })),
    clients: [{ id: 1, templateId: 1, sName: "Doe", fName: "Jane" }],
    cards: Array.from({ length: many }, () => ({ type: 6, templateId: 1, clientId: 1 })),
  });
  expect(status).toBe(200);
});

// A full disk took a part of the write, and complete lines of it came back after a restart.
test("bytes of a failed durable write are removed", async () => {
  const file = join(await temporaryFolder(), "a.journal");
  const journal = new Journal(file, { durable: true, failed: () => undefined });
  await journal.add([]);
  await interceptJournalWrites(async (bytes, write) => {
    // Two complete lines and a part of the third.
    await write(bytes.subarray(0, -5));
    throw new Error("no space left on device");
  });
  const added = [2, 3, 4].map(() => journal.add([]));
  for (const one of added) await expect(one).rejects.toThrow("no space left on device");
  const warnings: string[] = [];
  expect((await linesOf(file, warnings)).map(({ n }) => n)).toEqual([1]);
  expect(warnings).toEqual([]);
  await journal.abandon();
});

// Lines added during a waiting move were written by the move, but confirmed by the next write.
test("a failed durable line is in no file, also during compaction", async () => {
  const data = await temporaryFolder();
  let writes = 0;
  await interceptJournalWrites((bytes, write) => {
    writes += 1;
    // The first write is the header.
    return writes === 3 ? Promise.reject(new Error("no space left on device")) : write(bytes);
  });
  const journal = new Journal(join(data, "1"), { durable: true, failed: () => undefined });
  const told = (kept: Promise<void> | undefined) =>
    (kept ?? Promise.resolve()).then(
      () => "kept",
      () => "failed",
    );
  const moving = journal.moveTo(join(data, "2"));
  const first = told(journal.add([]));
  await moving;
  const second = told(journal.add([]));
  const outcome = [await first, await second];
  // After a failure it refuses all lines.
  if (!outcome.includes("failed")) outcome.push(await told(journal.add([])));
  await journal.abandon();
  const files = await Promise.all(["1", "2"].map((name) => linesOf(join(data, name))));
  const found = files.flat().map(({ n }) => n);
  expect(outcome).toEqual(outcome.map((_, at) => at + 1).map((n) => (found.includes(n) ? "kept" : "failed")));
  expect(outcome).toContain("failed");
});

// A state file contained pending changes, which came back although their write failed.
test("a failed durable change is not in a concurrent state file", async () => {
  const data = await temporaryFolder();
  const now = "2026-01-15T12:00:00.000Z";
  const options = {
    durable: true,
    compactAtBytes: 2000,
    format: stateFileFormat(() => ({ seed: 1, now, newToken: String })),
    warn: () => undefined,
  };
  const files = join(data, "files");
  const { persistence, persisted } = await FolderPersistence.open(files, options);
  const store = new MemoryStore(persistence, persisted);
  const origin = { fixture: "empty", seed: 1, now, profile: defaultProfile };
  const records = recordsOfState({ formatVersion: 1 }, { ...origin, newToken: (id) => `token-of-${id}` });
  await store.createSandbox({ id: "a", origin, createdAt: now, expiresAt: null }, records);

  // The journal's disk is full as soon as the state file's write begins.
  let isFull = false;
  const begin = StateFileAdapter.prototype.write;
  const snapshots = vi.spyOn(StateFileAdapter.prototype, "write").mockImplementation(function (
    this: StateFileAdapter,
    data,
  ) {
    isFull = true;
    return begin.call(this, data);
  });
  onTestFinished(() => snapshots.mockRestore());
  const makeRoom = await interceptJournalWrites((bytes, write) =>
    isFull ? Promise.reject(new Error("no space left on device")) : write(bytes),
  );
  const failed: number[] = [];
  const change = (offsetMs: number) =>
    store
      .transaction("a", async (tx) => {
        await tx.insertTemplate({
          id: offsetMs,
          companyId: "main",
          name: "x".repeat(200),
          type: 6,
          expiry: { kind: "none" },
          settings: {},
        });
      })
      .catch(() => failed.push(offsetMs));
  const all: Promise<unknown>[] = [];
  // Some changes are always pending, even on a slow disk.
  for (let id = 1; failed.length === 0; id += 1) {
    all.push(change(id));
    if (id % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
    await all.at(-20);
  }
  await Promise.all(all);
  expect(failed.length).toBeGreaterThan(0);
  // The state file is done when only its journal is left beside it.
  await vi.waitFor(async () => {
    const names = await readdir(files);
    expect(names).not.toContain("a.json.half-written");
    expect(names.filter((name) => name.endsWith(".journal")).length).toBeLessThan(2);
  }, waitsLong);
  // Copied as after a kill, because a clean stop would rewrite all.
  const copy = join(data, "copy");
  await copyAsKilled(files, copy);
  await store.close().catch(() => undefined);
  makeRoom();
  const again = await FolderPersistence.open(copy, options);
  await again.persistence.close();
  const found = again.persisted[0]?.tables.records().templates.map(({ id }) => id) ?? [];
  expect(found.filter((id) => failed.includes(id))).toEqual([]);
});

test("folders with names of files are a clear error", async () => {
  const data = await temporaryFolder();
  await mkdir(join(data, "default.json.deleted"));
  await expect(createLunaServer({ data })).rejects.toThrow(/using the data folder .* failed: /);
  await expect(createLunaServer({ data: "" })).rejects.toThrow(/data \(--data\) must be a path/);
});

/**
 * Code that kills a server as soon as it parses a large body, once a text is in its journal: what was handed to the
 * system before is written meanwhile, and nothing else is.
 */
const killedInLongWork = (data: string, text: string) =>
  preload(`
import { readdirSync, readFileSync } from "node:fs";
const { parse } = JSON;
const isWritten = () => readdirSync(${JSON.stringify(data)}).some(
  (name) => name.endsWith(".journal") && readFileSync(${JSON.stringify(data)} + "/" + name, "utf8").includes(${JSON.stringify(text)}));
JSON.parse = (text, ...rest) => {
  if (text.length < 1e6) return parse(text, ...rest);
  for (let turn = 0; turn < 3000 && !isWritten(); turn += 1) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
  process.kill(process.pid, "SIGKILL");
};`);

test("a confirmed change survives a kill during long work", async () => {
  const data = await temporaryFolder();
  const server = startProgram(["start", "--port", "0", "--json", "--data", data], {
    node: [killedInLongWork(data, '"totalStamps":17')],
  });
  const { url, token } = JSON.parse(await server.line()) as { url: string; token: string };
  const card = { passSerialNumber: "297150-586-203" };
  const ask = (id: string, body: object) =>
    fetch(`${url}/api/v1/${id}`, { method: "POST", headers: { "x-access-token": token }, body: JSON.stringify(body) });
  expect((await ask("usePass", { ...card, numberStumps: 4 })).status).toBe(200);
  const body = JSON.stringify({
    formatVersion: 1,
    clients: Array.from({ length: 60_000 }, (_, id) => ({ id, sName: "Doe" })),
  });
  await fetch(`${url}/_luna/sandboxes/default/state`, { method: "PUT", body }).catch(() => undefined);
  expect(await server.ended).toEqual([null, "SIGKILL"]);
  const again = await startServer({ data });
  const found = await again.fetch("/api/v1/getPassInfo", {
    method: "POST",
    headers: { "x-access-token": token },
    body: JSON.stringify(card),
  });
  expect(await found.json()).toMatchObject({ totalStamps: 17 });
});

test("a signal right after the start ends the server cleanly", async () => {
  const data = await temporaryFolder();
  const server = startProgram(["start", "--port", "0", "--json", "--data", data]);
  await server.line();
  server.process.kill("SIGTERM");
  expect(await server.ended).toEqual([0, null]);
  expect(await kindsOfFiles(data)).toEqual(["default.base.json", "default.json"]);
});

test("a token does not end the quotes of the line to paste", async () => {
  const data = await temporaryFolder();
  const file = join(data, "evil.json");
  const token = `x';touch\${IFS}pwned;'`;
  await writeFile(file, JSON.stringify({ formatVersion: 1, companies: [{ id: "main", token }] }));
  const server = startProgram(["start", "--port", "0", "--memory", "--fixture", file]);
  let line = "";
  while (!line.includes("curl")) line = await server.line();
  const { stdout } = await promisify(execFile)("bash", ["-c", line], { cwd: data });
  expect(JSON.parse(stdout)).toEqual({ result: 1, templates: [] });
  expect(await readdir(data)).toEqual(["evil.json"]);
});

test.each<[string, object]>([
  ["an empty admin token", { adminToken: "" }],
  ["an admin token that no header can carry", { adminToken: "schlüssel" }],
  ["an empty host", { host: "", adminToken: "x" }],
  ["an empty name", { allowedHosts: [""] }],
  ["a name with a space", { allowedHosts: ["a b"] }],
])("%s is refused at the start", async (_what, options) => {
  await expect(createLunaServer(options)).rejects.toThrow(/--(admin-token|host|allowed-host)/);
});

test("a request with an invalid URL gets 404 and a request id", async () => {
  const server = await testServer();
  const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
  socket.write("GET http://[ HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
  let text = "";
  for await (const chunk of socket) text += String(chunk);
  expect(text).toMatch(/^HTTP\/1\.1 404 [\s\S]*x-luna-request-id: [\s\S]*"error":"not found/i);
});
