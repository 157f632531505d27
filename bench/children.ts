/** Starts processes and creates folders that are removed when the benchmark or attack ends, also on Ctrl-C. */
import { type ChildProcess, type ChildProcessByStdio, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Load, Loaded } from "./load.js";

export interface RunningServer {
  readonly url: string;
  stop(): Promise<void>;
}

const running = new Set<ChildProcess>();
const folders: string[] = [];

function tracked<Child extends ChildProcess>(child: Child): Child {
  running.add(child);
  child.once("exit", () => running.delete(child));
  return child;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  const killTimer = setTimeout(() => child.kill("SIGKILL"), 5000);
  await exited;
  clearTimeout(killTimer);
}

/** Kills processes and deletes folders when this process ends. */
export function cleanUpOnExit(): void {
  process.on("exit", () => {
    for (const child of running) child.kill("SIGKILL");
    for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)
    process.on(signal, () => process.exit(code));
}

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "luna-bench-"));
  folders.push(folder);
  return folder;
}

/** Starts a process that is killed when this one ends. */
export const spawnTracked = (file: string, args: readonly string[]): ChildProcessByStdio<null, Readable, Readable> =>
  tracked(spawn(file, args, { stdio: ["ignore", "pipe", "pipe"] }));

/** Starts a server with `node <args>`. It prints its URL in a JSON line. */
export async function startBenchServer(args: readonly string[]): Promise<RunningServer> {
  const child = tracked(spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] }));
  if (child.stdout === null) throw new Error("a server has no output");
  const lines = createInterface({ input: child.stdout });
  const first = await new Promise<string>((resolve, reject) => {
    lines.once("line", resolve);
    child.once("exit", (code) => reject(new Error(`node ${args[0]} ended with ${code} before it listened`)));
  });
  return { url: (JSON.parse(first) as { url: string }).url, stop: () => stop(child) };
}

/** Runs `node <args>` to its end and returns its output. Throws if it fails. It is killed when this process ends. */
export async function outputOf(args: readonly string[]): Promise<string> {
  const child = spawnTracked(process.execPath, args);
  const ended = once(child, "close");
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await ended;
  if (code !== 0) throw new Error(`node ${args.join(" ")} ended with ${code}: ${errors}`);
  return output;
}

/** Starts a TypeScript file in a process with options of Node. It is killed when this one ends. */
export const forkTracked = (file: string, args: readonly string[], options: readonly string[] = []): ChildProcess =>
  tracked(fork(file, args, { execArgv: [...process.execArgv, ...options] }));

export interface Loader {
  run(load: Load): Promise<Loaded>;
  stop(): Promise<void>;
}

/** Process that sends the load. All peers share it, so that it is equally warm for each. */
export function startLoader(): Loader {
  const child = tracked(fork(fileURLToPath(new URL("./load.ts", import.meta.url))));
  return {
    run: async (load) => {
      child.send(load);
      const signal = AbortSignal.timeout((load.seconds + 10) * 1000);
      const [result] = (await once(child, "message", { signal })) as [Loaded | { error: string }];
      if ("error" in result) throw new Error(result.error);
      return result;
    },
    stop: () => stop(child),
  };
}
