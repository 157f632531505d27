/** The built command. */
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { hostname } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { listening } from "../support/listening.js";
import { runProgram, startProgram } from "../support/program.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const run = (...args: readonly string[]) => runProgram(args);

/** Starts a server that is killed after the test. Returns its first lines. */
async function start(lines: number, ...args: readonly string[]) {
  const program = startProgram(args);
  const printed: string[] = [];
  while (printed.length < lines) printed.push(await program.line());
  return { program, printed };
}

test("--help lists all options, --version prints the version", async () => {
  const { code, stdout } = await run("--help");
  expect(code).toBe(0);
  for (const option of [
    "port",
    "host",
    "data",
    "memory",
    "durable",
    "accept-edits",
    "seed",
    "fixture",
    "strict",
    "admin-token",
    "admin-token-file",
    "allowed-host",
    "public-url",
    "cors",
    "json",
    "quiet",
    "help",
    "version",
    "max-sandboxes",
  ]) {
    expect(stdout).toContain(`--${option}`);
  }
  expect((await run("start", "--help")).stdout).toBe(stdout);
  expect((await run("help")).stdout).toBe(stdout);
  expect((await run("help", "states")).stdout).toBe((await run("states", "--help")).stdout);
  expect((await run("start", "--memory", "--version")).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect((await run("--version")).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test("start prints URL, token and a working curl command", async () => {
  const { printed } = await start(8, "start", "--port", "0", "--memory");
  expect(printed[0]).toMatch(/^luna-sandbox listens on http:\/\/127\.0\.0\.1:\d+$/);
  expect(printed.join("\n")).toContain("luna-demo-token");
  const { stdout } = await promisify(execFile)("bash", [
    "-c",
    printed.find((line) => line.includes("curl")) ?? "false",
  ]);
  expect(JSON.parse(stdout)).toMatchObject({ result: 1 });
});

test("start on 0.0.0.0 prints each address of the machine once", async () => {
  const { printed } = await start(
    9,
    "--port",
    "0",
    "--memory",
    "--host",
    "0.0.0.0",
    "--admin-token",
    "s3cret-s3cret-s3cret",
  );
  const addresses = printed.flatMap((line) => /^ .* (http:.*)\/api\/v1\/<method>$/.exec(line)?.[1] ?? []);
  expect(new Set(addresses).size).toBe(addresses.length);
  expect(addresses.length).toBeGreaterThan(1);
  // The name of the machine may be unknown in its network.
  for (const address of addresses.filter((url) => !url.includes(hostname().toLowerCase())))
    expect((await fetch(`${address}/_luna/health`)).status, address).toBe(200);
});

test("--json prints one line, and options take effect", async () => {
  const { program, printed } = await start(
    1,
    "--port",
    "0",
    "--memory",
    "--json",
    "--fixture",
    "empty",
    "--strict",
    "--cors",
    "*",
  );
  const { url, token, pid } = JSON.parse(printed[0] ?? "") as { url: string; token: string; pid: number };
  expect(pid).toBe(program.process.pid);
  const answer = await fetch(`${url}/api/v1/getTemplates`, { method: "POST", headers: { "x-access-token": token } });
  expect(await answer.json()).toEqual({ result: 1, templates: [] });
  expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  program.process.kill("SIGTERM");
  expect(await program.ended).toEqual([0, null]);
});

test("an idle connection does not delay the stop", async () => {
  const { program, printed } = await start(1, "--port", "0", "--memory", "--json");
  const { url } = JSON.parse(printed[0] ?? "") as { url: string };
  const kept = await fetch(`${url}/_luna/health`);
  expect(kept.status).toBe(200);
  program.process.kill("SIGINT");
  expect(await program.ended).toEqual([0, null]);
});

test("start loads a fixture file and rejects an invalid file", async () => {
  const folder = await temporaryFolder();
  const file = join(folder, "mine.json");
  const companies = [{ id: "main", token: "my-token" }];
  await writeFile(file, JSON.stringify({ formatVersion: 1, companies, templates: [{ id: 7, name: "T", type: 6 }] }));
  const { printed } = await start(1, "--port", "0", "--memory", "--json", "--fixture", file);
  expect(JSON.parse(printed[0] ?? "")).toMatchObject({ token: "my-token" });
  await writeFile(file, JSON.stringify({ formatVersion: 1, templates: [{ id: 7 }] }));
  const { code, stderr } = await run("--memory", "--fixture", file);
  expect(code).toBe(2);
  expect(stderr).toMatch(/mine\.json: templates\.0\.type is missing/);
});

test("a port in use is an error with advice", async () => {
  const { port } = new URL(await listening(createServer()));
  const { code, stderr } = await run("--memory", "--port", port);
  expect(code).toBe(1);
  expect(stderr).toBe(
    `luna-sandbox start: port ${port} on 127.0.0.1 is in use; stop its program, or pass another --port (0 picks a free port)\n`,
  );
});

test.each([
  [["--prot", "1"], /unknown option --prot; did you mean --port\? \(see luna-sandbox start --help\)/],
  [["--port"], /--port needs a value/],
  [["--quiet=yes"], /--quiet takes no value/],
  [["start", "demo"], /unexpected argument "demo"/],
  [["--cors", "shop"], /cors \(--cors\) must be \* or a web origin/],
  [["--max-sandboxes", "0"], /--max-sandboxes must be an integer from 1 to 1000000, got "0"/],
  [["sart"], /unknown command "sart"; did you mean "start"\? \(see luna-sandbox --help\)/],
  [["nothing"], /unknown command "nothing"; use start, verify, .*seed, report/],
  [["--max-sandboxes", "-1"], /--max-sandboxes needs a value; write --max-sandboxes=-… if it begins with -/],
  [["--memory", "--set", "envelop=array"], /unknown switch "envelop"; did you mean "envelope"\?/],
  [
    ["--memory", "--allowed-host", "https://qa.example.com"],
    /\(--allowed-host\) must be names or addresses without scheme/,
  ],
  [["--port", "x"], /--port must be an integer from 0 to 65535, got "x"/],
  [["--seed", "-1"], /--seed/],
  [["--memory", "--data", "x"], /--data and --memory exclude each other; choose one/],
  [["--memory", "--durable"], /\(--durable\) needs a data folder/],
  [["--memory", "--accept-edits"], /\(--accept-edits\) needs a data folder/],
  [["--memory", "--host", "0.0.0.0"], /--admin-token/],
  [["--memory", "--fixture", "nothing"], /--fixture nothing: no such file/],
  [["--memory", "--public-url", "luna"], /\(--public-url\) must be a URL/],
])("start rejects %j with exit code 2 and advice", async (args, message) => {
  const { code, stderr } = await run(...args);
  expect(stderr).toMatch(message);
  expect(code).toBe(2);
});
