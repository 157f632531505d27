/** Signals end every command in order, with all processes that it started. */
import { once } from "node:events";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { check } from "../../cli/commands/check.js";
import { coverage } from "../../cli/commands/coverage.js";
import { record } from "../../cli/commands/record.js";
import { report } from "../../cli/commands/report.js";
import { start } from "../../cli/commands/start.js";
import { states } from "../../cli/commands/states.js";
import { tryCommand } from "../../cli/commands/try.js";
import { verify } from "../../cli/commands/verify.js";
import { InterruptedError } from "../../shared/signals.js";
import { run } from "../contracts/support/run.js";
import { program } from "../support/clients.js";
import { kindsOfFiles } from "../support/data-folder.js";
import { hanging, lifeline } from "../support/lifeline.js";
import { listening } from "../support/listening.js";
import { type Program, preload, startProgram, untilRefused } from "../support/program.js";
import { temporaryFolder } from "../support/temporary-folder.js";

/** Starts a server process that persists its state in `data`. */
async function startProcess(data: string, code = "") {
  const server = startProgram(["start", "--port", "0", "--json", "--durable", "--data", data], {
    node: [preload(code)],
  });
  const { url, token } = JSON.parse(await server.line()) as { url: string; token: string };
  const stamp = async () => {
    const response = await fetch(`${url}/api/v1/usePass`, {
      method: "POST",
      headers: { "x-access-token": token, connection: "close" },
      body: JSON.stringify({ passSerialNumber: "297150-586-203", numberStumps: 1 }),
    });
    expect(await response.json()).toEqual({ result: 1 });
  };
  return { server, port: Number(new URL(url).port), stamp };
}

/** Returns the stamps of the demo's first card in a data folder. */
async function stampsIn(data: string): Promise<number> {
  const { server, port } = await startProcess(data);
  const response = await fetch(`http://127.0.0.1:${port}/_luna/sandboxes/default/state`);
  const { cards } = (await response.json()) as { cards: { serial: string; totalStamps: number }[] };
  server.process.kill("SIGTERM");
  await server.ended;
  return cards.find(({ serial }) => serial === "297150-586-203")?.totalStamps ?? Number.NaN;
}

/** Sends a request without its body, which delays the stop. */
async function heldRequest(port: number) {
  const socket = connect(port, "127.0.0.1").on("error", () => undefined);
  onTestFinished(() => void socket.destroy());
  socket.write("POST /api/v1/usePass HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 9\r\n\r\n");
  // The server has the request when it sends 100.
  await once(socket, "data");
  return socket;
}

/** Returns code that changes the delays of timers, in milliseconds. */
const timersOf = (changed: Readonly<Record<number, number>>): string =>
  `const { setTimeout: wait } = globalThis; const changed = ${JSON.stringify(changed)};
   globalThis.setTimeout = (run, ms, ...rest) => wait(run, changed[ms] ?? ms, ...rest);`;
/** Longer than any test, in milliseconds. */
const endless = 1e9;
/** Grace period of requests, grace period of a command, and time in which signals are ignored. */
const [grace, patience, repeat] = [5000, 2000, 1000] as const;

/** Sends SIGTERM until the program ends, because early signals are ignored. */
async function killedRepeatedly(program: Program): Promise<Awaited<Program["ended"]>> {
  const again = setInterval(() => program.process.kill("SIGTERM"), 20);
  return program.ended.finally(() => clearInterval(again));
}

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s stops a server with exit code 0 and its state",
  async (signal) => {
    const data = await temporaryFolder();
    const { server, stamp } = await startProcess(data);
    await stamp();
    server.process.kill(signal);
    expect(await server.ended).toEqual([0, null]);
    expect(server.errors()).toBe("luna-sandbox start: stopping; press Ctrl-C again to stop at once\n");
    expect(await stampsIn(data)).toBe(14);
  },
);

test("a second signal within a second does not disturb the stop", async () => {
  const data = await temporaryFolder();
  const { server, port, stamp } = await startProcess(data, timersOf({ [grace]: endless, [repeat]: endless }));
  await stamp();
  const request = await heldRequest(port);
  server.process.kill("SIGINT");
  await untilRefused(port);
  server.process.kill("SIGINT");
  server.process.kill("SIGTERM");
  request.write("{}       ");
  const [answer] = await once(request, "data");
  expect(String(answer)).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(await server.ended).toEqual([0, null]);
  expect(await stampsIn(data)).toBe(14);
});

// After long work, npm's SIGINT was handled more than a second after the terminal's.
test("a signal during long work counts from its arrival", async () => {
  const data = await temporaryFolder();
  const flag = join(data, "sent");
  const longWork = `import { existsSync, writeSync } from "node:fs"; import { Server } from "node:http";
    const { close } = Server.prototype;
    Server.prototype.close = function (...args) {
      writeSync(1, "closing\\n");
      while (!existsSync(${JSON.stringify(flag)})) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
      Server.prototype.close = close;
      return close.apply(this, args);
    };`;
  const { server } = await startProcess(join(data, "state"), timersOf({ [repeat]: 0 }) + longWork);
  server.process.kill("SIGINT");
  expect(await server.line()).toBe("closing");
  server.process.kill("SIGINT");
  await writeFile(flag, "");
  expect(await server.ended).toEqual([0, null]);
});

test("a signal after a second ends the server without losses", async () => {
  const data = await temporaryFolder();
  const { server, port, stamp } = await startProcess(data, timersOf({ [grace]: endless, [repeat]: 0 }));
  await stamp();
  await heldRequest(port);
  server.process.kill("SIGTERM");
  await untilRefused(port);
  expect(await killedRepeatedly(server)).toEqual([130, null]);
  expect(await stampsIn(data)).toBe(14);
});

test("a signal during start stops the server with exit code 0", async () => {
  const data = await temporaryFolder();
  const signalBeforeListening =
    "import { Server } from 'node:net'; const { listen } = Server.prototype; let isSent = false;" +
    "Server.prototype.listen = function (...args) { if (!isSent) process.kill(process.pid, 'SIGTERM'); isSent = true; setImmediate(() => listen.apply(this, args)); return this; };";
  const server = startProgram(["start", "--port", "0", "--data", data], { node: [preload(signalBeforeListening)] });
  expect(await server.ended).toEqual([0, null]);
  expect(await kindsOfFiles(data)).toEqual(["default.base.json", "default.json"]);
});

test("a signal before a command is loaded ends it", async () => {
  const signalAtOnce =
    "const { on } = process; process.on = function (name, ...rest) { on.call(this, name, ...rest);" +
    "if (name === 'SIGHUP') process.kill(process.pid, 'SIGINT'); return this; };";
  const ended = (...args: readonly string[]) => startProgram(args, { node: [preload(signalAtOnce)] }).ended;
  const { url } = await silentServer();
  expect(await ended("start", "--memory", "--port", "0")).toEqual([0, null]);
  expect(await ended("report", "--url", url)).toEqual([130, null]);
});

test.each([
  ["check", check, ["x.json"]],
  ["coverage", coverage, ["x.json"]],
  ["record", record, ["--out", "x.json", "--consumer", "till", "--port", "0"]],
  ["report", report, []],
  ["states", states, []],
  ["try", tryCommand, ["--", "true"]],
  ["verify", verify, ["x.json"]],
] as const)("%s ends with 130 if it is interrupted before it starts", async (name, command, args) => {
  const folder = await temporaryFolder();
  const given = args.map((arg) => (arg === "x.json" ? join(folder, arg) : arg));
  const stop = AbortSignal.abort(new InterruptedError());
  expect(await run((words) => command(words, stop), ...given)).toEqual({
    code: 130,
    out: "",
    err: `luna-sandbox ${name}: interrupted`,
  });
  expect(await readdir(folder)).toEqual([]);
});

test("start prints nothing if it is stopped before it starts", async () => {
  const stop = AbortSignal.abort(new InterruptedError());
  expect(await run((args) => start(args, stop), "--memory", "--port", "0")).toEqual({ code: 0, out: "", err: "" });
});

/** Starts a server that accepts requests and never responds. */
async function silentServer() {
  const server = createServer();
  return { url: await listening(server), asked: once(server, "request") };
}

test.each([
  ["check", (url: string) => [`${url}/pact.json`]],
  ["coverage", (url: string) => ["--url", url]],
  ["report", (url: string) => ["--url", url]],
] as const)("SIGINT ends %s while it waits for a server", async (name, argsFor) => {
  const { url, asked } = await silentServer();
  const interrupted = startProgram([name, ...argsFor(url)]);
  await asked;
  interrupted.process.kill("SIGINT");
  expect(await interrupted.ended).toEqual([130, null]);
  expect(interrupted.errors()).toBe(`luna-sandbox ${name}: interrupted\n`);
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s ends a recording, which is written", async (signal) => {
  const out = join(await temporaryFolder(), "till.json");
  const recording = startProgram(["record", "--out", out, "--consumer", "till", "--port", "0"], {
    node: [preload(timersOf({ [repeat]: endless }))],
  });
  const [, url, token = ""] = /records at (\S+), token (\S+)$/.exec(await recording.line()) ?? [];
  await fetch(`${url}/getTemplates`, { method: "POST", headers: { "x-access-token": token } });
  // One Ctrl-C arrives twice under npm.
  recording.process.kill(signal);
  recording.process.kill("SIGINT");
  expect(await recording.ended).toEqual([0, null]);
  expect(JSON.parse(await readFile(out, "utf8")).interactions).toHaveLength(1);
});

test("a signal right after the start ends a recording in order", async () => {
  const out = join(await temporaryFolder(), "till.json");
  const recording = startProgram(["record", "--out", out, "--consumer", "till", "--port", "0"]);
  await recording.line();
  recording.process.kill("SIGINT");
  expect(await recording.ended).toEqual([1, null]);
  expect(recording.errors()).toContain("nothing was recorded");
});

/** Starts a command that runs a user's command, whose processes are connected. */
async function startUserCommand(words: readonly string[], ...more: readonly string[]) {
  const { port, connected } = await lifeline();
  const both = connected(2);
  const started = startProgram([...words, "--", ...(await program(hanging(port))), ...more]);
  return { started, ended: (await both).ended };
}

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s ends a user's command with everything it started",
  async (signal) => {
    const out = join(await temporaryFolder(), "till.json");
    for (const words of [["try"], ["record", "--out", out, "--consumer", "till"]]) {
      const { started, ended } = await startUserCommand(words);
      started.process.kill(signal);
      await ended();
      expect(await started.ended).toEqual([130, null]);
    }
  },
);

test("an unexpected error ends a user's command with SIGTERM", async () => {
  const out = join(await temporaryFolder(), "till.json");
  const client = await program(
    `process.on("SIGTERM", () => { console.log("told"); process.exit(); }); console.log("up"); setInterval(() => {}, 1e6);`,
  );
  const started = startProgram(["record", "--out", out, "--consumer", "till", "--", ...client], {
    node: [preload("process.on('SIGUSR2', () => { throw new RangeError('odd'); });")],
  });
  expect(await started.line()).toBe("up");
  started.process.kill("SIGUSR2");
  expect(await started.line()).toBe("told");
  expect(await started.ended).toEqual([2, null]);
});

test("a stubborn command is killed by the second signal", async () => {
  const client = await program(
    `process.on("SIGTERM", () => console.log("told")); console.log("up"); setInterval(() => {}, 1e6);`,
  );
  const out = join(await temporaryFolder(), "till.json");
  const started = startProgram(["record", "--out", out, "--consumer", "till", "--", ...client], {
    node: [preload(timersOf({ [patience]: endless, [repeat]: 0 }))],
  });
  expect(await started.line()).toBe("up");
  started.process.kill("SIGINT");
  expect(await started.line()).toBe("told");
  // Its end closes the output that the command shares.
  expect(await killedRepeatedly(started)).toEqual([130, null]);
});
