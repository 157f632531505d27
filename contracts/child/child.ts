import { type ChildProcess, spawn } from "node:child_process";
import { KeptOutput } from "./kept-output.js";

/** The command cannot be started at all; the message says why. */
export class SpawnError extends Error {
  override name = "SpawnError" as const;
}

export interface ChildOptions {
  /** Environment variables; those that are undefined are not set. */
  readonly env: NodeJS.ProcessEnv;
  /** How long the command may take, in milliseconds; without it, as long as it wants. */
  readonly timeoutMs?: number;
  /** Stops the command. */
  readonly signal?: AbortSignal | undefined;
  /** How long after SIGTERM a command is killed, in milliseconds. */
  readonly graceMs?: number;
  /** Whether what it prints goes to this process's own streams, and is not kept. */
  readonly prints?: boolean;
}

export interface ChildEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly timedOut: boolean;
  /** What it printed on both streams, in the order of arrival, as far as it was kept. */
  readonly output: string;
}

const living = new Set<ChildProcess>();
/** Those of the living that were asked to end. */
const ending = new WeakSet<ChildProcess>();

/** The command and all that it started: it leads a process group of its own, except on Windows, which has none. */
function end(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    // The group is gone already (or, on macOS, has only processes that have ended).
    if (!["ESRCH", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}

// There is no time left to wait for them.
process.on("exit", () => {
  for (const child of living) end(child, ending.has(child) ? "SIGKILL" : "SIGTERM");
});

/**
 * Runs a command without a shell and waits for its end. Nothing that it started in its process group outlives it.
 * Throws SpawnError if it cannot be started.
 */
export function runChild(
  [file = "", ...args]: readonly string[],
  { env, timeoutMs, signal, graceMs = 2000, prints = false }: ChildOptions,
): Promise<ChildEnd> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stream = prints ? "inherit" : "pipe";
    const child = spawn(file, args, { env, stdio: ["ignore", stream, stream], detached: process.platform !== "win32" });
    living.add(child);
    const printed = new KeptOutput();
    for (const output of [child.stdout, child.stderr]) output?.on("data", (chunk: Buffer) => printed.add(chunk));

    const timers: NodeJS.Timeout[] = [];
    const later = (ms: number, work: () => void) => void timers.push(setTimeout(work, ms));
    const stop = () => {
      ending.add(child);
      end(child, "SIGTERM");
      later(graceMs, () => end(child, "SIGKILL"));
    };
    let timedOut = false;
    if (timeoutMs !== undefined)
      later(timeoutMs, () => {
        timedOut = true;
        stop();
      });
    signal?.addEventListener("abort", stop, { once: true });
    const over = () => {
      living.delete(child);
      for (const timer of timers) clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
    };

    child.once("error", (error: NodeJS.ErrnoException) => {
      over();
      const why = error.code === "ENOENT" ? "there is no such command" : error.message;
      reject(new SpawnError(`${file}: ${why}`));
    });
    child.once("exit", () => {
      // What it left behind in its group ends with it; what left the group may still hold the streams open.
      end(child, "SIGKILL");
      later(graceMs, () => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      });
    });
    child.once("close", (code, killedBy) => {
      over();
      resolve({ code, signal: killedBy, timedOut, output: printed.toString() });
    });
  });
}
