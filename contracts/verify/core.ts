import { type ChildProcess, fork } from "node:child_process";
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

export type CoreMessage =
  | { readonly kind: "ready" }
  | { readonly kind: "unavailable"; readonly reason: string }
  | { readonly kind: "done"; readonly verdict: CoreVerdict };

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
 * The core talks to this process only: no proxy, no telemetry, and no variables of Pact's own tools, which would make it
 * read and publish more. Without the system's certificates it starts several times faster.
 */
const coreEnvironment = () => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("PACT_"))),
  NO_PROXY: "127.0.0.1",
  PACT_DO_NOT_TRACK: "true",
  SSL_CERT_FILE: devNull,
  SSL_CERT_DIR: devNull,
});

/** A child process with Pact's native core. It runs one job at a time. */
export class PactCore {
  readonly #child: ChildProcess;
  readonly #ready: Promise<void>;
  #finish: (verdict: CoreVerdict) => void = () => undefined;
  #errors = "";
  /** Whether the process has ended. */
  isGone = false;

  constructor() {
    const isSource = import.meta.url.endsWith(".ts");
    this.#child = fork(new URL(`./core-process.${isSource ? "ts" : "js"}`, import.meta.url), {
      env: coreEnvironment(),
      execArgv: isSource ? ["--import", "tsx"] : [],
      // The pipe to its standard input closes with this process, however it ends, and ends the child.
      stdio: ["pipe", "ignore", "pipe", "ipc"],
    });
    this.#child.stderr?.on("data", (chunk: Buffer) => {
      this.#errors = (this.#errors + chunk.toString()).slice(-4000);
    });
    this.#ready = new Promise((resolve, reject) => {
      this.#child.on("message", (message: CoreMessage) => {
        if (message.kind === "ready") resolve();
        else if (message.kind === "unavailable") reject(new MissingPactCoreError(message.reason));
        else this.#finish(message.verdict);
      });
      const onEnd = (end: string) => {
        this.isGone = true;
        const reason = `Pact's native core stopped: ${end}. ${this.#errors.trim()}`.trim();
        reject(new Error(reason));
        this.#finish(failedVerdict(reason));
      };
      this.#child.on("error", ({ message }) => onEnd(message));
      this.#child.on("exit", (code, signal) => onEnd(`exit code ${code ?? signal}`));
    });
    // The first job reports the error; a process without a job may fail unnoticed.
    this.#ready.catch(() => undefined);
  }

  /**
   * Runs a job. After `limitMs` it fails and the process is killed, because native code cannot be interrupted. Throws
   * MissingPactCoreError.
   */
  async verify(job: CoreJob, limitMs: number): Promise<CoreVerdict> {
    await this.#ready;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#finish(failedVerdict(`verification took longer than ${limitMs / 1000} s; set a longer --timeout`));
        this.isGone = true;
        this.#child.kill("SIGKILL");
      }, limitMs);
      this.#finish = (verdict) => {
        clearTimeout(timer);
        resolve(verdict);
      };
      this.#child.send(job);
    });
  }

  /** Kills the process; it holds no data. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill("SIGKILL");
    await ended;
  }
}

/** Reuses processes of the core. It starts as many as there are jobs at a time. */
export class CorePool {
  // The first process is needed in any case, and takes a moment to start.
  readonly #idle = [new PactCore()];
  readonly #busy = new Set<PactCore>();

  /** Runs a job; see {@link PactCore.verify}. */
  async verify(job: CoreJob, limitMs: number): Promise<CoreVerdict> {
    const core = this.#idle.pop() ?? new PactCore();
    if (core.isGone) return this.verify(job, limitMs);
    this.#busy.add(core);
    try {
      return await core.verify(job, limitMs);
    } finally {
      this.#busy.delete(core);
      if (!core.isGone) this.#idle.push(core);
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#idle, ...this.#busy].map((core) => core.stop()));
  }
}
