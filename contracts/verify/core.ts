import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { devNull } from "node:os";
import { type CoreVerdict, failedVerdict } from "./core-verdict.js";

/** A verification of one pact by Pact's native core. */
export interface CoreJob {
  readonly pactUrl: string;
  /** Base URL of the requests. */
  readonly url: string;
  /** Returns the values of provider states; undefined if the pact takes none. */
  readonly stateUrl?: string;
}

/** First message of a core process; each later message is the verdict of a job. */
export interface CoreStart {
  /** Reason why the core does not run here. */
  readonly unavailable?: string;
}

/** Thrown when Pact's native core is not installed or does not run here. */
export class MissingPactCoreError extends Error {
  override name = "MissingPactCoreError" as const;

  constructor(reason: string) {
    super(
      `Pact's native core is not installed or does not run on this machine (${reason.split("\n")[0]}). ` +
        "Install it with: npm install --save-dev @pact-foundation/pact-core@19",
    );
  }
}

/**
 * The core talks to this process only: no proxy, no telemetry, and no variables of Pact's tools, which would make it
 * read and publish more. Without the system's certificates it starts several times faster.
 */
const coreEnvironment = () => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("PACT_"))),
  NO_PROXY: "127.0.0.1",
  PACT_DO_NOT_TRACK: "true",
  SSL_CERT_FILE: devNull,
  SSL_CERT_DIR: devNull,
});

function forkCore(): ChildProcess {
  const isSource = import.meta.url.endsWith(".ts");
  return fork(new URL(`./core-process.${isSource ? "ts" : "js"}`, import.meta.url), {
    env: coreEnvironment(),
    execArgv: isSource ? ["--import", "tsx"] : [],
    // The pipe to its standard input closes with this process, however it ends, and ends the child.
    stdio: ["pipe", "ignore", "pipe", "ipc"],
  });
}

/** A child process with Pact's native core. It runs one job at a time. */
export class PactCore {
  readonly #child = forkCore();
  /** Resolves with a reason when the process has ended. */
  readonly #end: Promise<string>;
  readonly #start: Promise<CoreStart>;
  /** Whether the process can run a job. */
  isIdle = true;

  constructor() {
    let errors = "";
    this.#child.stderr?.on("data", (chunk: Buffer) => {
      errors = (errors + chunk.toString()).slice(-4000);
    });
    this.#end = once(this.#child, "exit").then(
      ([code, signal]) => `Pact's native core stopped: exit code ${code ?? signal}. ${errors.trim()}`.trim(),
      ({ message }: Error) => `Pact's native core stopped: ${message}`,
    );
    const ended = this.#end.then((reason) => {
      this.isIdle = false;
      throw new Error(reason);
    });
    this.#start = Promise.race([once(this.#child, "message").then(([start]) => start), ended]);
    // The first job reports the error; a process without a job may fail unnoticed.
    this.#start.catch(() => undefined);
  }

  /**
   * Runs a job. After `limitMs` it fails and the process is killed, because native code cannot be interrupted. Throws
   * MissingPactCoreError.
   */
  async verify(job: CoreJob, limitMs: number): Promise<CoreVerdict> {
    this.isIdle = false;
    const { unavailable } = await this.#start;
    if (unavailable !== undefined) throw new MissingPactCoreError(unavailable);
    const done = once(this.#child, "message", { signal: AbortSignal.timeout(limitMs) });
    // A process that has ended reports itself.
    this.#child.send(job, () => undefined);
    return Promise.race([
      done.then(
        ([verdict]) => {
          this.isIdle = true;
          return verdict;
        },
        () => {
          this.#child.kill("SIGKILL");
          return failedVerdict(`verification took longer than ${limitMs / 1000} s; set a longer --timeout`);
        },
      ),
      this.#end.then(failedVerdict),
    ]);
  }

  /** Kills the process; it holds no data. */
  async stop(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#end;
  }
}

/** Reuses processes of the core. It starts as many as there are jobs at a time. */
export class CorePool {
  // The first process is needed in any case, and takes a moment to start.
  readonly #cores = [new PactCore()];

  /** Runs a job; see {@link PactCore.verify}. */
  async verify(job: CoreJob, limitMs: number): Promise<CoreVerdict> {
    const idle = this.#cores.find(({ isIdle }) => isIdle);
    if (idle !== undefined) return idle.verify(job, limitMs);
    const core = new PactCore();
    this.#cores.push(core);
    return core.verify(job, limitMs);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#cores.map((core) => core.stop()));
  }
}
