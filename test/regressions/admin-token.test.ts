import { chmod, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { adminToken, adminTokenOptions } from "../../cli/admin-token.js";
import { parseValues, readArgs } from "../../cli/args.js";
import { AdminAttempts } from "../../mock-server/http/admin-attempts.js";
import { createApp } from "../../mock-server/http/app.js";
import { createLunaServer } from "../../mock-server/index.js";
import { listening } from "../support/listening.js";
import { runProgram } from "../support/program.js";
import { rawRequest } from "../support/raw-request.js";
import { testServer } from "../support/sandbox.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const token = "0123456789abcdef";

async function fileWith(content: string | Uint8Array, mode = 0o600): Promise<string> {
  const folder = await temporaryFolder();
  const file = join(folder, "token");
  await writeFile(file, content);
  await chmod(file, mode);
  return file;
}

const table = adminTokenOptions("token");

/** Returns the token that arguments and variables choose, and the warnings about it. */
const tokenFrom = (args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
  const warnings: string[] = [];
  const values = parseValues(readArgs(args, table, { env }), table);
  return { token: adminToken(values, (message) => warnings.push(message)), warnings };
};

test("commands read the admin token from option, file or variable", async () => {
  const file = await fileWith(`${token}\n`);
  expect(tokenFrom([])).toEqual({ token: undefined, warnings: [] });
  expect(tokenFrom([], { LUNA_ADMIN_TOKEN: token }).token).toBe(token);
  expect(tokenFrom([], { LUNA_ADMIN_TOKEN: "" }).token).toBeUndefined();
  expect(tokenFrom([], { LUNA_ADMIN_TOKEN_FILE: file }).token).toBe(token);
  expect(tokenFrom(["--admin-token", "other"], { LUNA_ADMIN_TOKEN: token }).token).toBe("other");
  expect(tokenFrom(["--admin-token", "other"], { LUNA_ADMIN_TOKEN_FILE: file }).token).toBe("other");
  expect(tokenFrom(["--admin-token-file", file], { LUNA_ADMIN_TOKEN: "other" })).toEqual({ token, warnings: [] });
  expect(tokenFrom(["--admin-token-file", await fileWith(`${token}\r\n`)]).token).toBe(token);
});

test.skipIf(process.platform === "win32")("a token file that others can read causes a warning", async () => {
  const file = await fileWith(token, 0o644);
  expect(tokenFrom(["--admin-token-file", file])).toEqual({ token, warnings: [expect.stringContaining(file)] });
});

test.each<[string, string | Uint8Array, RegExp]>([
  ["empty", "", /must not be empty/],
  ["only a line end", "\n", /must not be empty/],
  ["not UTF-8", new Uint8Array([0x61, 0xe9]), /must be UTF-8/],
  ["two lines", "a\nb\n", /printable ASCII without spaces/],
  ["a trailing space", "a \n", /printable ASCII without spaces/],
  ["too long", "a".repeat(1025), /at most 1024 characters/],
])("a token file is rejected if it is %s", async (_what, content, message) => {
  const file = await fileWith(content);
  expect(() => tokenFrom(["--admin-token-file", file])).toThrow(message);
});

test("a missing token file and two tokens are rejected", async () => {
  const fileOption = "--admin-token-file";
  expect(() => tokenFrom([fileOption, "/nowhere/token"])).toThrow(/\/nowhere\/token: no such file/);
  expect(() => tokenFrom([fileOption, tmpdir()])).toThrow(/: it is a folder/);
  expect(() => tokenFrom([fileOption, "any", "--admin-token", token])).toThrow(/exclude each other/);
  expect((await run(["report"], { LUNA_ADMIN_TOKEN: "two words" })).stderr).toMatch(
    /report: LUNA_ADMIN_TOKEN must be printable ASCII/,
  );
});

const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}) => runProgram(args, { ...process.env, ...env });

test("commands for a running server read the token", async () => {
  const { url } = await testServer({ adminToken: token });
  const file = await fileWith(token);
  const pact = await fileWith(
    JSON.stringify({
      consumer: { name: "c" },
      provider: { name: "luna" },
      interactions: [
        {
          description: "templates",
          providerStates: [{ name: "a company" }],
          request: {
            method: "POST",
            path: "/api/v1/getTemplates",
            headers: { "x-access-token": "t" },
            body: {},
          },
          response: { status: 200, body: { result: 1 } },
        },
      ],
      metadata: { pactSpecification: { version: "3.0.0" } },
    }),
  );
  const commands = [
    ["report", "--url", url],
    ["coverage", "--url", url],
    ["verify", pact, "--provider-url", url, "--no-pins"],
    ["record", "--out", `${pact}.out`, "--consumer", "c", "--upstream", url, "--", process.execPath, "-e", "0"],
  ];
  for (const args of commands) {
    const [name] = args;
    expect({ name, ...(await run(args)) }).toMatchObject({
      name,
      code: 2,
      stderr: expect.stringContaining("pass --admin-token, --admin-token-file or LUNA_ADMIN_TOKEN"),
    });
    const at = args.indexOf("--") < 0 ? args.length : args.indexOf("--");
    const withFile = [...args.slice(0, at), "--admin-token-file", file, ...args.slice(at)];
    for (const done of [await run(withFile), await run(args, { LUNA_ADMIN_TOKEN: token })])
      expect({ name, ...done }).toMatchObject({ name, stderr: expect.not.stringContaining("admin token") });
    expect({ name, ...(await run(args, { LUNA_ADMIN_TOKEN: "wrong" })) }).toMatchObject({
      name,
      code: 2,
      stderr: expect.stringMatching(/the admin token is wrong.*check --admin-token/),
    });
  }
});

test("start reads LUNA_ADMIN_TOKEN and never prints it", async () => {
  const done = await run(["start", "--memory", "--port", "0", "--host", "0.0.0.0"], {
    LUNA_ADMIN_TOKEN: "short-secret",
  });
  expect(done).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/adminToken .* must have at least 16 characters on 0\.0\.0\.0, got 12/),
  });
  expect(done.stderr).not.toContain("short-secret");
});

test.each(["0.0.0.0", "::"])("on %s an admin token has at least 16 characters", async (host) => {
  await expect(createLunaServer({ host, adminToken: token.slice(1) })).rejects.toThrow(/at least 16 characters/);
  await (await createLunaServer({ host, adminToken: token, fixture: "empty" })).close();
});

test("on loopback an admin token may be short", async () => {
  const { url } = await testServer({ adminToken: "a" });
  expect((await rawRequest(`${url}/_luna/sandboxes`, { headers: { "x-luna-admin-token": "a" } })).status).toBe(200);
});

test("the control plane distinguishes missing and wrong admin tokens", async () => {
  const { url } = await testServer({ adminToken: token });
  const at = async (headers: Record<string, string>) => {
    const { status, text } = await rawRequest(`${url}/_luna/sandboxes`, { headers });
    return { status, text };
  };
  const missing = { status: 401, text: expect.stringContaining("the admin token is missing") };
  expect(await at({})).toEqual(missing);
  expect(await at({ "x-luna-admin-token": "" })).toEqual(missing);
  const wrong = { status: 401, text: expect.stringContaining("the admin token is wrong") };
  expect(await at({ "x-luna-admin-token": `${token.slice(1)}X` })).toEqual(wrong);
  expect(await at({ "x-luna-admin-token": `${token}${token}` })).toEqual(wrong);
});

test("wrong admin tokens are delayed, then refused with Retry-After", async () => {
  const { services } = await testServer({ adminToken: token });
  const attempts = new AdminAttempts({ now: () => 0, delay: () => new Promise(() => undefined) });
  const server = createServer(createApp({ ...services, guard: { ...services.guard, attempts } }));
  const url = await listening(server);
  const attempt = (value: string) => rawRequest(`${url}/_luna/sandboxes`, { headers: { "x-luna-admin-token": value } });
  for (let nth = 0; nth < 5; nth += 1) expect((await attempt("wrong")).status).toBe(401);
  const waiting = Array.from({ length: 5 }, () => attempt("wrong").catch(() => undefined));
  // Five attempts wait, because this clock is frozen; the right token is not checked either.
  const refused = await Promise.any([attempt(token), ...Array.from({ length: 5 }, () => attempt(token))]);
  expect(refused).toMatchObject({ status: 429, headers: { "retry-after": "5" } });
  expect((await rawRequest(`${url}/_luna/sandboxes`)).status).toBe(401);
  server.closeAllConnections();
  await Promise.all(waiting);
});
