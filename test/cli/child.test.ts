import { expect, test } from "vitest";
import { runChild, SpawnError } from "../../cli/child/child.js";
import { TruncatedOutput } from "../../cli/child/truncated-output.js";
import { program } from "../support/clients.js";
import { hanging, lifeline } from "../support/lifeline.js";

const env = process.env;

test("runChild returns output of both streams and exit code", async () => {
  const words = await program('console.log(process.env.GIVEN); console.error("trouble"); process.exitCode = 3;');
  const end = await runChild(words, { env: { ...env, GIVEN: "given", PATH: undefined } });
  expect(end).toMatchObject({ code: 3, signal: null, timedOut: false });
  expect(end.output.split("\n").sort()).toEqual(["", "given", "trouble"]);
});

test("an aborted command ends with its children", async () => {
  const { port, connected } = await lifeline();
  const both = connected(2);
  const stop = new AbortController();
  const running = runChild(await program(hanging(port)), { env, timeoutMs: 60_000, signal: stop.signal, graceMs: 100 });
  const processes = await both;
  stop.abort();
  const [end] = await Promise.all([running, processes.ended()]);
  expect(end).toMatchObject({ signal: "SIGTERM", timedOut: false, output: "waiting for an answer\n" });
});

test("a hanging command ends after its timeout", async () => {
  const words = await program('process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log("here");');
  const end = await runChild(words, { env, timeoutMs: 700, graceMs: 50 });
  expect(end).toMatchObject({ code: null, timedOut: true });
});

test("a process left behind ends with its command", async () => {
  const { port, connected } = await lifeline();
  const left = connected(1);
  const words = await program(`
import { spawn } from "node:child_process";
const child = spawn(process.execPath, ["-e", 'require("net").connect(${port}, "127.0.0.1").on("connect", () => console.log("up"))'], { stdio: ["ignore", "pipe", "inherit"] });
child.stdout.once("data", () => process.exit(0));
`);
  const end = await runChild(words, { env });
  await (await left).ended();
  expect(end).toMatchObject({ code: 0, timedOut: false });
});

test("a missing command rejects with SpawnError", async () => {
  await expect(runChild(["luna-no-such-command"], { env })).rejects.toThrow(SpawnError);
  await expect(runChild(["luna-no-such-command"], { env })).rejects.toThrow(/command not found/);
});

test("long output keeps its beginning and end", () => {
  const kept = new TruncatedOutput();
  kept.add(Buffer.from("first\n"));
  for (let nth = 0; nth < 100; nth += 1) kept.add(Buffer.alloc(10_000, "."));
  kept.add(Buffer.from("\nlast"));
  const text = kept.toString();
  expect(text).toMatch(/^first\n\.+\n\[… \d+ bytes left out …\]\n\.+\nlast$/);
  expect(text.length).toBeLessThan(330_000);
  const left = Number(/(\d+) bytes/.exec(text)?.[1]);
  expect(left + text.replace(/\n\[….*\n/, "").length).toBe(1_000_011);
});
