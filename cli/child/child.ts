import { type ChildProcess, spawn } from "node:child_process";
import { stopSignals } from "../../shared/signals.js";
import { TruncatedOutput } from "./truncated-output.js";

/** The command cannot be started. */
export class SpawnError extends Error {
  override name = "SpawnError" as const;
}

export interface ChildOptions {
  /** Environment variables; undefined variables are not set. */
  readonly env: NodeJS.ProcessEnv;
  /** Timeout of the command in milliseconds; no limit by default. */
  readonly timeoutMs?: number;
  /** Aborts the command. */
  readonly signal?: AbortSignal | undefined;
  /** Time between SIGTERM and SIGKILL in milliseconds. */
  readonly graceMs?: number;
  /** Print the output on the streams of this process instead of returning it. */
  readonly prints?: boolean;
  /**
   * The command takes the place of this process: it has its three streams, and gets the stop signals that this process
   * gets. On a terminal it stays in the process group of this process, because only that group can read the terminal.
   */
  readonly foreground?: boolean;
}

export interface ChildEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly timedOut: boolean;
  /** Output of both streams in order of arrival, shortened if it is large. */
  readonly output: string;
}

const running = new Set<ChildProcess>();
/** Running processes that received SIGTERM. */
const terminating = new WeakSet<ChildProcess>();

/** Commands that lead a process group. */
const groupLeaders = new WeakSet<ChildProcess>();

/** Sends a signal to the process group of a command, or to the command alone if it leads none. */
function sendSignal(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (groupLeaders.has(child)) process.kill(-child.pid, signal);
    else child.kill(signal);
  } catch (error) {
    // The group no longer exists (or, on macOS, has only ended processes).
    if (!["ESRCH", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}

// An exiting process cannot wait for its children.
process.on("exit", () => {
  for (const child of running) sendSignal(child, terminating.has(child) ? "SIGKILL" : "SIGTERM");
});

/**
 * Runs a command without a shell and waits for its end. Processes in its process group end with it.
 * Throws SpawnError if it cannot be started.
 */
export function runChild(
  [file = "", ...args]: readonly string[],
  { env, timeoutMs, signal, graceMs = 2000, foreground = false, prints = foreground }: ChildOptions,
): Promise<ChildEnd> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stream = prints ? "inherit" : "pipe";
    const isOnTerminal = foreground && process.stdin.isTTY === true;
    // Windows has no process groups.
    const detached = process.platform !== "win32" && !isOnTerminal;
    const child = spawn(file, args, { env, stdio: [foreground ? "inherit" : "ignore", stream, stream], detached });
    if (detached) groupLeaders.add(child);
    running.add(child);
    const printed = new TruncatedOutput();
    for (const output of [child.stdout, child.stderr]) output?.on("data", (chunk: Buffer) => printed.add(chunk));

    const timers: NodeJS.Timeout[] = [];
    const schedule = (ms: number, work: () => void) => void timers.push(setTimeout(work, ms));
    const stop = () => {
      terminating.add(child);
      sendSignal(child, "SIGTERM");
      schedule(graceMs, () => sendSignal(child, "SIGKILL"));
    };
    let timedOut = false;
    if (timeoutMs !== undefined)
      schedule(timeoutMs, () => {
        timedOut = true;
        stop();
      });
    signal?.addEventListener("abort", stop, { once: true });
    const forward = (name: NodeJS.Signals) => {
      terminating.add(child);
      // A terminal sends SIGINT to the command as well.
      if (!isOnTerminal || name !== "SIGINT") sendSignal(child, name);
    };
    if (foreground) for (const name of stopSignals) process.on(name, forward);
    const cleanUp = () => {
      for (const name of stopSignals) process.off(name, forward);
      running.delete(child);
      for (const timer of timers) clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
    };

    child.once("error", (error: NodeJS.ErrnoException) => {
      cleanUp();
      const why = error.code === "ENOENT" ? "command not found" : error.message;
      reject(new SpawnError(`${file}: ${why}`));
    });
    child.once("exit", () => {
      // Remaining processes of the group are killed; processes that left the group may hold the streams open.
      sendSignal(child, "SIGKILL");
      schedule(graceMs, () => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      });
    });
    child.once("close", (code, killedBy) => {
      cleanUp();
      resolve({ code, signal: killedBy, timedOut, output: printed.toString() });
    });
  });
}
