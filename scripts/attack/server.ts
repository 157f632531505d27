import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { spawnTracked } from "../../bench/children.js";

const program = fileURLToPath(new URL("../../dist/bin.js", import.meta.url));

/** Server in a separate process. */
export interface Server {
  readonly url: string;
  readonly pid: number;
  /** Text on stderr so far. */
  readonly errors: () => string;
  /** Sends a signal and waits for the end of the process. */
  readonly end: (signal: "SIGTERM" | "SIGKILL") => Promise<void>;
}

/** The server ended before it listened. */
export class StartError extends Error {
  override name = "StartError" as const;
  readonly code: number | null;

  constructor(code: number | null, errors: string) {
    super(`the server ended with exit code ${code}: ${errors}`);
    this.code = code;
  }
}

/** Starts the built program on a free port. `limits` are options of prlimit, such as `--nofile=256`. */
export async function startAttackedServer(args: readonly string[], limits: readonly string[] = []): Promise<Server> {
  const command = [...(limits.length === 0 ? [] : ["prlimit", ...limits]), process.execPath, program, "start"];
  const [file = "", ...words] = [...command, "--port", "0", "--json", ...args];
  const child = spawnTracked(file, words);
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  const exited = once(child, "exit");
  const line = await Promise.race([once(createInterface(child.stdout), "line"), exited.then(() => undefined)]);
  if (line === undefined) throw new StartError(child.exitCode, errors);
  const { url, pid } = JSON.parse(String(line[0])) as { url: string; pid: number };
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await exited;
  };
  return { url, pid, errors: () => errors, end };
}

/** Returns the memory of a process in bytes. */
export function memoryOf(pid: number): number {
  if (process.platform !== "linux") return 1024 * Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)]));
  const [, kibibytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return 1024 * Number(kibibytes);
}

/** Whether the command prlimit exists. */
export function hasPrlimit(): boolean {
  try {
    execFileSync("prlimit", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false; // Attacks that need it are skipped.
  }
}
