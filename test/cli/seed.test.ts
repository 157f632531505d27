import { readdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { expect, test } from "vitest";
import { seed } from "../../cli/commands/seed.js";
import { InterruptedError } from "../../shared/signals.js";
import { run } from "../contracts/support/run.js";
import { listening } from "../support/listening.js";
import { startServer, testNow, testServer } from "../support/sandbox.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const read = async (file: string) => JSON.parse(await readFile(file, "utf8"));

test("seed writes a state that a server starts with", async () => {
  const file = join(await temporaryFolder(), "people.json");
  const { code, out } = await run(seed, "--clients", "50", "--cards", "40", "--operations", "100", "--out", file);
  expect({ code, out }).toEqual({
    code: 0,
    out: `50 clients with 40 cards in ${file}\nTry it: luna-sandbox --memory --fixture ${file}`,
  });
  const server = await startServer({ fixture: await read(file) });
  const { clients, cards, operations } = await server.services.sandboxes.state("default");
  expect({ clients: clients?.length, cards: cards?.length }).toEqual({ clients: 50, cards: 40 });
  expect(operations?.length).toBeGreaterThanOrEqual(100);
});

test("seed makes a card and three operations for each client by default", async () => {
  const file = join(await temporaryFolder(), "people.json");
  expect((await run(seed, "--out", file)).code).toBe(0);
  const { clients, cards, operations } = await read(file);
  expect({ clients: clients.length, cards: cards.length }).toEqual({ clients: 1000, cards: 1000 });
  expect(operations.length).toBeGreaterThanOrEqual(2990);
});

test("seed makes the same file from the same seed and time", async () => {
  const folder = await temporaryFolder();
  const write = async (name: string, seedText: string) => {
    const file = join(folder, name);
    await run(seed, "--clients", "100", "--seed", seedText, "--now", testNow, "--out", file);
    return readFile(file, "utf8");
  };
  const first = await write("a.json", "7");
  expect(await write("b.json", "7")).toBe(first);
  expect(await write("c.json", "8")).not.toBe(first);
});

test("seed replaces the records of a sandbox", async () => {
  const { url, services } = await testServer();
  const { code, out } = await run(seed, "--clients", "20", "--url", `${url}/api/v1`);
  expect({ code, out }).toEqual({
    code: 0,
    out: `20 clients with 20 cards in sandbox default of ${url}\ntoken: luna-demo-token`,
  });
  expect((await services.sandboxes.state("default")).clients).toHaveLength(20);
});

test("seed creates a sandbox that a reset restores", async () => {
  const { url, services } = await testServer({ adminToken: "secret" });
  const args = ["--clients", "20", "--url", url, "--sandbox", "load", "--admin-token", "secret"];
  const { code, out } = await run(seed, ...args);
  const { companies } = await services.sandboxes.get("load");
  expect({ code, out }).toEqual({
    code: 0,
    out: `20 clients with 20 cards in sandbox load of ${url}\ntoken: ${companies[0]?.token}`,
  });
  await services.sandboxes.putState("load", { formatVersion: 1 });
  await services.sandboxes.reset("load");
  expect((await services.sandboxes.state("load")).clients).toHaveLength(20);
});

test("seed without the admin token fails with advice", async () => {
  const { url } = await testServer({ adminToken: "secret" });
  const { code, err } = await run(seed, "--url", url);
  expect(code).toBe(1);
  expect(err).toContain("the admin token is missing");
  expect(err).toContain("pass --admin-token");
});

test("seed shows the reason of a refused state", async () => {
  const { url } = await testServer({ maxBody: 1 });
  const { code, err } = await run(seed, "--clients", "5000", "--url", url);
  expect({ code, err }).toEqual({
    code: 1,
    err: "luna-sandbox seed: the body must have at most 1 MiB; start the server with a higher --max-body",
  });
});

test("seed rejects a server that is no luna-sandbox", async () => {
  const url = await listening(createServer((_request, response) => response.end("hello")));
  const { code, err } = await run(seed, "--url", url);
  expect({ code, err }).toEqual({
    code: 1,
    err: `luna-sandbox seed: ${url} responded 200 and is not a luna-sandbox`,
  });
});

test.each([
  [["--clients", "1"], "no destination given; pass --out <file> or --url <url>"],
  [["--clients", "-1", "--out", "x"], "--clients needs a value"],
  [["--clients", "10000001", "--out", "x"], '--clients must be an integer from 0 to 10000000, got "10000001"'],
  [
    ["--clients", "1", "--cards", "2", "--out", "x"],
    "--cards must be at most the number of clients, which is 1, got 2",
  ],
  [["--cards", "0", "--operations", "5", "--out", "x"], "--operations needs cards, got 0 of them"],
  [["--now", "today", "--out", "x"], '--now must be a time such as 2026-01-15T12:00:00Z, got "today"'],
  [["--out", "x", "--url", "http://localhost"], "--out and --url exclude each other"],
  [["--out", "x", "--sandbox", "a"], "--sandbox needs --url"],
])("seed %j is a wrong command line", async (args, message) => {
  const { code, err } = await run(seed, ...args);
  expect(code).toBe(2);
  expect(err).toContain(message);
});

test("seed into a folder is a wrong command line", async () => {
  const folder = await temporaryFolder();
  const { code, err } = await run(seed, "--out", folder);
  expect(code).toBe(2);
  expect(err).toContain(`--out ${folder} cannot be written: it is a folder`);
});

test("an interrupted seed leaves the old file and no other", async () => {
  const folder = await temporaryFolder();
  const file = join(folder, "people.json");
  await writeFile(file, "old");
  const stopped = AbortSignal.abort(new InterruptedError());
  const interrupted = (args: readonly string[]) => seed(args, stopped);
  expect((await run(interrupted, "--clients", "100", "--out", file)).code).toBe(130);
  expect(await readFile(file, "utf8")).toBe("old");
  expect(await readdir(folder)).toEqual(["people.json"]);
});
