/** The built command in a child process. */
import { type ChildProcessByStdio, execFile, spawn } from "node:child_process";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { onTestFinished, vi } from "vitest";
import { command } from "./command.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Returns an option of Node that runs code before the program. */
export const preload = (code: string): string => `--import=data:text/javascript,${encodeURIComponent(code)}`;

export interface Program {
  readonly process: ChildProcessByStdio<null, Readable, Readable>;
  /** Resolves with the next line on stdout. */
  readonly line: () => Promise<string>;
  /** The output on stderr so far. */
  readonly errors: () => string;
  /** Resolves with the exit code and the signal that killed the process. */
  readonly ended: Promise<readonly [code: number | null, signal: NodeJS.Signals | null]>;
}

interface ProgramOptions {
  /** Options of Node. */
  readonly node?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** Starts the command; it is killed when the test is done. */
export function startProgram(args: readonly string[], { node = [], env = process.env }: ProgramOptions = {}): Program {
  const child = spawn(process.execPath, [...node, command, ...args], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => {
    errors += chunk.toString();
  });
  return {
    process: child,
    line: async () => String((await lines.next()).value),
    errors: () => errors,
    ended: new Promise((resolve) => child.once("close", (code, signal) => resolve([code, signal]))),
  };
}

interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command until it ends. */
export const runProgram = (args: readonly string[], env = process.env): Promise<Output> =>
  promisify(execFile)(process.execPath, [command, ...args], { cwd: root, env }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: Output) => ({ code, stdout, stderr }),
  );

/** Resolves when nothing listens on a local port any more. */
export const untilRefused = (port: number): Promise<void> =>
  vi.waitFor(
    () =>
      new Promise<void>((resolve, reject) => {
        const socket = connect(port, "127.0.0.1", () => {
          socket.destroy();
          reject(new Error(`port ${port} is still open`));
        });
        socket.once("error", () => resolve());
      }),
    { timeout: 100_000 },
  );
