/** Environment variables stand for options. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { parseValues, readArgs, withVariableNames } from "../../cli/args.js";
import { report } from "../../cli/commands/report.js";
import { start } from "../../cli/commands/start.js";
import { parseInteger } from "../../cli/option-table.js";
import { commands } from "../../scripts/configuration-page.js";
import { run } from "../contracts/support/run.js";
import { startProgram } from "../support/program.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const startOptions = commands.find(({ name }) => name === "start")?.options ?? {};

/** Returns the values of `start` for arguments and variables. */
const valuesOf = (args: readonly string[], env: NodeJS.ProcessEnv): Readonly<Record<string, unknown>> =>
  parseValues(readArgs(args, startOptions, { env }), startOptions);

afterEach(() => void vi.unstubAllEnvs());

test("every option of start has a variable", () => {
  const without = Object.entries(startOptions).filter(([, { variables }]) => variables === undefined);
  expect(without.map(([name]) => name)).toEqual(["version", "help"]);
});

test("variables have the names of their options", () => {
  for (const { options } of commands)
    for (const [name, { variables = [] }] of Object.entries(options))
      if (variables.length > 0) expect(variables).toContain(`LUNA_${name.toUpperCase().replaceAll("-", "_")}`);
});

test("options exclude and need options of the same command", () => {
  for (const { options } of commands)
    for (const { excludes, needs } of Object.values(options))
      for (const name of [excludes, needs]) if (name !== undefined) expect(options).toHaveProperty(name);
});

test.each([
  ["LUNA_PORT", "0", { port: 0 }],
  ["PORT", "0", { port: 0 }],
  ["LUNA_HOST", "localhost", { host: "localhost" }],
  ["LUNA_DATA", "kept", { data: "kept" }],
  ["LUNA_MEMORY", "1", { memory: true }],
  ["LUNA_MEMORY", "0", { memory: false }],
  ["LUNA_DURABLE", "true", { durable: true }],
  ["LUNA_ACCEPT_EDITS", "1", { "accept-edits": true }],
  ["LUNA_FIXTURE", "empty", { fixture: "empty" }],
  ["LUNA_SEED", "7", { seed: 7 }],
  ["LUNA_SET", "envelope=array,errorStatus=4xx", { set: ["envelope=array", "errorStatus=4xx"] }],
  ["LUNA_STRICT", "1", { strict: true }],
  ["LUNA_EXPLAIN", "1", { explain: true }],
  ["LUNA_CORS", "*", { cors: "*" }],
  ["LUNA_PUBLIC_URL", "https://luna.example.com", { "public-url": "https://luna.example.com" }],
  ["LUNA_ADMIN_TOKEN", "secret", { "admin-token": "secret" }],
  ["LUNA_ADMIN_TOKEN_FILE", "secret.txt", { "admin-token-file": "secret.txt" }],
  ["LUNA_ALLOWED_HOST", "a.example.com,b.example.com", { "allowed-host": ["a.example.com", "b.example.com"] }],
  ["LUNA_MAX_SANDBOXES", "5", { "max-sandboxes": 5 }],
  ["LUNA_JSON", "1", { json: true }],
  ["LUNA_QUIET", "1", { quiet: true }],
])("%s=%s stands for an option of start", (variable, text, expected) => {
  expect(valuesOf([], { [variable]: text })).toMatchObject(expected);
});

test("an option wins over its variable, a variable over the default", () => {
  const env = { LUNA_PORT: "1", PORT: "2" };
  expect(valuesOf(["--port", "3"], env)).toMatchObject({ port: 3 });
  expect(valuesOf([], env)).toMatchObject({ port: 1 });
  expect(valuesOf([], { LUNA_PORT: "", PORT: "2" })).toMatchObject({ port: 2 });
  expect(valuesOf([], { LUNA_PORT: "" })).toMatchObject({ port: 4010 });
  expect(valuesOf(["--set", "a=b"], { LUNA_SET: "c=d" })).toMatchObject({ set: ["a=b"] });
});

test("an option wins over the variable of an option that it excludes", () => {
  expect(valuesOf(["--memory"], { LUNA_DATA: "kept" })).toMatchObject({ memory: true, data: ".luna" });
  expect(valuesOf(["--data", "kept"], { LUNA_MEMORY: "1" })).toMatchObject({ memory: false, data: "kept" });
  expect(valuesOf([], { LUNA_MEMORY: "0", LUNA_DATA: "kept" })).toMatchObject({ memory: false, data: "kept" });
});

test.each([
  [{ LUNA_PORT: "x" }, 'LUNA_PORT must be an integer from 0 to 65535, got "x"'],
  [{ PORT: "65536" }, 'PORT must be an integer from 0 to 65535, got "65536"'],
  [{ LUNA_SEED: "-1" }, 'LUNA_SEED must be an integer from 0 to 4294967295, got "-1"'],
  [{ LUNA_MAX_SANDBOXES: "0" }, 'LUNA_MAX_SANDBOXES must be an integer from 1 to 1000000, got "0"'],
  [{ LUNA_QUIET: "yes" }, 'LUNA_QUIET must be 1, true, 0 or false, got "yes"'],
  [{ LUNA_DATA: "kept" }, "LUNA_DATA and LUNA_MEMORY exclude each other; choose one"],
  [{ LUNA_ADMIN_TOKEN: "two words" }, "LUNA_ADMIN_TOKEN must be printable ASCII without spaces"],
  [{ LUNA_ADMIN_TOKEN_FILE: "/nowhere/token" }, "LUNA_ADMIN_TOKEN_FILE /nowhere/token: no such file"],
  [{ LUNA_FIXTURE: "nothing" }, "LUNA_FIXTURE nothing: no such file"],
  [{ LUNA_CORS: "shop" }, "(LUNA_CORS)"],
  [{ LUNA_PUBLIC_URL: "luna" }, "(LUNA_PUBLIC_URL)"],
  [{ LUNA_ALLOWED_HOST: "https://qa.example.com" }, "(LUNA_ALLOWED_HOST)"],
  [{ LUNA_HOST: "no host" }, "(LUNA_HOST)"],
])("start rejects %j and names the variable", async (env, message) => {
  for (const [name, value] of Object.entries({ LUNA_MEMORY: "1", ...env })) vi.stubEnv(name, value);
  expect(await run(start)).toMatchObject({ code: 2, err: expect.stringContaining(message) });
});

test("report reads LUNA_URL", async () => {
  vi.stubEnv("LUNA_URL", "luna");
  expect((await run(report)).err).toContain("LUNA_URL must be a URL such as http://127.0.0.1:4010");
});

test("a server starts from variables alone", async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "token"), "secret", { mode: 0o600 });
  const env = {
    ...process.env,
    LUNA_PORT: "0",
    LUNA_DATA: join(folder, "data"),
    LUNA_FIXTURE: "demo",
    LUNA_SET: "envelope=array",
    LUNA_CORS: "*",
    LUNA_ADMIN_TOKEN_FILE: join(folder, "token"),
    LUNA_JSON: "1",
  };
  const { url, token } = JSON.parse(await startProgram(["start"], { env }).line()) as { url: string; token: string };
  const response = await fetch(`${url}/api/v1/getTemplates`, { method: "POST", headers: { "x-access-token": token } });
  expect(await response.json()).toEqual([expect.objectContaining({ result: 1 })]);
  expect(response.headers.get("access-control-allow-origin")).toBe("*");
  expect((await fetch(`${url}/_luna/sandboxes`)).status).toBe(401);
});

test("messages name variables only for options that they gave", () => {
  const table = {
    jobs: { value: "<n>", meaning: "jobs", parse: parseInteger(1, 2), variables: ["LUNA_JOBS"] },
  } as const;
  const { variables } = readArgs([], table, { env: { LUNA_JOBS: "3" } });
  expect(withVariableNames("--jobs and --port", variables)).toBe("LUNA_JOBS and --port");
});
