import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test, vi } from "vitest";
import { greeting, program } from "../support/clients.js";
import { command } from "../support/command.js";
import { hanging, lifeline } from "../support/lifeline.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Starts `luna-sandbox run`. Its input is empty. */
function startRun(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [command, "run", ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    err += chunk;
  });
  const ended = once(child, "close").then(([code, signal]) => ({ code, signal, out, err }));
  return { child, ended, out: () => out };
}

/** Runs a program with a server, and ends its input at once. */
async function runWithServer(text: string, options: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
  const { child, ended } = startRun([...options, "--", ...(await program(text))], env);
  child.stdin.end();
  return ended;
}

const client = `
const { LUNA_BASE_URL: baseUrl, LUNA_CONTROL_URL: control, LUNA_TOKEN: token } = process.env;
const call = (method, body, accessToken = token) =>
  fetch(baseUrl + "/" + method, { method: "POST", headers: { "x-access-token": accessToken }, body: JSON.stringify(body) });
`;

const misspelt = `await call("usePass", { passSerialNumber: "297150-586-203", numberStamps: 1 });`;

test("run passes variables to the command and prints the report on stderr", async () => {
  const { code, out, err } = await runWithServer(`${greeting} console.log(JSON.stringify(process.env));`, [
    "--set",
    "envelope=array",
    "--token-env",
    "KEY",
    "--template-env",
    "stamps=STAMP_CARD",
    "--admin-token",
    "s3cret",
  ]);
  const environment = JSON.parse(out);
  const { LUNA_URL: url } = environment;
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(environment).toMatchObject({
    LUNA_BASE_URL: `${url}/api/v1`,
    LUNA_CONTROL_URL: `${url}/_luna`,
    KEY: "luna-demo-token",
    STAMP_CARD: "340717",
    LUNA_TEMPLATE_CASHBACK: "340718",
    LUNA_PROFILE: "envelope=array",
    LUNA_ADMIN_TOKEN: "s3cret",
  });
  expect({ code, err }).toMatchObject({ code: 0, err: expect.stringMatching(/^\nClient report: .* in 1 request\.\n/) });
});

test("run starts the server from the fixture, seed and time", async () => {
  const { out, code } = await runWithServer(
    `${client} const state = await (await fetch(control + "/sandboxes/default/state")).json();
    const clock = await (await fetch(control + "/sandboxes/default/clock")).json();
    console.log(state.cards.length, state.seed, clock.now);`,
    ["--fixture", "empty", "--seed", "7", "--now", "2026-01-15T12:00:00Z"],
  );
  expect({ out, code }).toEqual({ out: "0 7 2026-01-15T12:00:00.000Z\n", code: 0 });
});

test.skipIf(process.platform === "win32")("run passes input and output unchanged", async () => {
  const { child, ended } = startRun(["--", "cat"]);
  child.stdin.end("one\ntwo");
  expect(await ended).toMatchObject({
    code: 0,
    out: "one\ntwo",
    err: expect.stringContaining(
      "luna-sandbox run: the command sent no request to the server; point it at LUNA_BASE_URL",
    ),
  });
});

test.skipIf(process.platform === "win32")("run ends with the exit code of the command", async () => {
  expect(await runWithServer(`${client} ${misspelt} process.exit(7);`, ["--fail-on", "error"])).toMatchObject({
    code: 7,
  });
  expect(await runWithServer("process.kill(process.pid, 'SIGKILL');")).toMatchObject({ code: 137, signal: null });
});

test("--fail-on fails a command that succeeds with mistakes", async () => {
  const text = `${client} ${misspelt}`;
  expect((await runWithServer(text)).code).toBe(0);
  const failed = await runWithServer(text, ["--fail-on", "error"]);
  expect(failed).toMatchObject({ code: 1, err: expect.stringContaining("\nerror  misspelt-parameter, 1 time\n") });
  expect((await runWithServer(`${client} await call("getTemplates", {});`, ["--fail-on", "error"])).code).toBe(0);
  expect((await runWithServer("", ["--fail-on", "error"])).code).toBe(2);
});

test("the report has all sandboxes, also deleted ones", async () => {
  const folder = await temporaryFolder();
  const file = join(folder, "new", "report.json");
  const { code } = await runWithServer(
    `${client}
    for (const id of ["kept", "deleted"]) {
      const response = await fetch(control + "/sandboxes", { method: "POST", body: JSON.stringify({ id }) });
      const { token } = (await response.json()).companies[0];
      await call("usePass", { passSerialNumber: "297150-586-203", numberStamps: 1 }, token);
    }
    await fetch(control + "/sandboxes/deleted", { method: "DELETE" });`,
    ["--fail-on", "error", "--report", file],
  );
  expect(code).toBe(1);
  expect(JSON.parse(await readFile(file, "utf8"))).toMatchObject({
    requests: 2,
    findings: [{ mistake: "misspelt-parameter", count: 2 }],
  });
});

test("a command that cannot be started gives exit code 127", async () => {
  const { ended } = startRun(["--", "no-such-command-of-luna"]);
  expect(await ended).toMatchObject({
    code: 127,
    err: "luna-sandbox run: no-such-command-of-luna: command not found\n",
  });
});

test.skipIf(process.platform === "win32").each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s reaches the command, and its report is printed",
  async (name) => {
    const text = `${greeting} process.on("${name}", () => { console.log("got ${name}"); process.exit(0); });
  setInterval(() => {}, 1000); console.log("ready");`;
    const { child, ended, out } = startRun(["--", ...(await program(text))]);
    await vi.waitFor(() => expect(out()).toBe("ready\n"), { timeout: 20_000 });
    child.kill(name);
    expect(await ended).toMatchObject({
      code: 130,
      out: `ready\ngot ${name}\n`,
      err: expect.stringMatching(/stopping; press Ctrl-C again to stop at once\n\nClient report: /),
    });
  },
);

test.skipIf(process.platform === "win32")("processes that the command leaves behind end with it", async () => {
  const { port, connected } = await lifeline();
  const both = connected(2);
  const { child } = startRun(["--", ...(await program(hanging(port)))]);
  const { ended } = await both;
  child.kill("SIGTERM");
  await Promise.all([once(child, "exit"), ended()]);
});

test.each([
  [[], /no command given; pass the command after --, such as: luna-sandbox run -- npm test/],
  [["npm", "test"], /unexpected argument "npm"; pass the command after --/],
  [["--"], /no command given/],
  [["--fail-no", "error", "--", "true"], /unknown option --fail-no; did you mean --fail-on\?/],
  [["--fixture", "nothing", "--", "true"], /--fixture nothing: no such file/],
  [["--set", "envelop=array", "--", "true"], /unknown switch "envelop"/],
  [["--now", "soon", "--", "true"], /now/],
  [["--template-env", "stamp=X", "--", "true"], /--template-env must be <type>=<name>/],
  [["--report", "/dev/null/x", "--", "true"], /--report \/dev\/null\/x cannot be written/],
])("run rejects %j with exit code 2", async (args, message) => {
  expect(await startRun(args).ended).toMatchObject({ code: 2, err: expect.stringMatching(message), out: "" });
});

test("run --help lists every option and variable", async () => {
  const { code, out } = await startRun(["--help"]).ended;
  expect(code).toBe(0);
  const names = "fail-on report fixture seed set faults strict explain cors max-sandboxes now port admin-token url-env";
  for (const option of names.split(" ")) expect(out).toContain(`--${option} `);
  for (const name of ["LUNA_BASE_URL", "LUNA_TOKEN", "LUNA_URL", "LUNA_ADMIN_TOKEN"])
    expect(out).toContain(` ${name} `);
});
