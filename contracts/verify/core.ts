import { type ChildProcess, fork } from "node:child_process";
import { devNull } from "node:os";
import { type CoreVerdict, failedVerdict } from "./core-verdict.js";

/** One verification of one pact. */
export interface CoreJob {
  /** Address of the pact. */
  readonly pactUrl: string;
  /** Where the requests go: their paths are put behind it. */
  readonly url: string;
  /** Asked for the values of provider states; undefined if there is nothing to ask. */
  readonly stateUrl?: string;
}

export type CoreAnswer =
  | { readonly kind: "ready" }
  | { readonly kind: "unavailable"; readonly why: string }
  | { readonly kind: "done"; readonly verdict: CoreVerdict };

/** Pact's native core is not installed, or does not run here. The message says how to get it. */
export class MissingPactCoreError extends Error {
  override name = "MissingPactCoreError" as const;

  constructor(why: string) {
    super(
      `verify needs Pact's native core, which is not installed or does not run on this machine (${why.split("\n")[0]}). ` +
        "Get it with: npm install --save-dev @pact-foundation/pact-core@19",
    );
  }
}

/**
 * The variables of Pact's own tools would make the core read and publish more than the user asked for. The core talks
 * to this process alone: neither through a proxy, nor to its makers about its use. It needs no certificates for that,
 * and reading those of the system for each interaction takes it most of its time.
 */
const cleanEnvironment = () => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("PACT_"))),
  NO_PROXY: "127.0.0.1",
  PACT_DO_NOT_TRACK: "true",
  SSL_CERT_FILE: devNull,
  SSL_CERT_DIR: devNull,
});

/** Pact's native core in a process of its own, which does one job at a time. */
export class PactCore {
  readonly #child: ChildProcess;
  readonly #ready: Promise<void>;
  #finish: (verdict: CoreVerdict) => void = () => undefined;
  #errors = "";
  #isGone = false;

  constructor() {
    // Beside the sources lies the module itself, beside the build what was made of it.
    const isSource = import.meta.url.endsWith(".ts");
    const module = new URL(isSource ? "./core-process.ts" : "./core-process.js", import.meta.url);
    this.#child = fork(module, {
      env: cleanEnvironment(),
      execArgv: isSource ? ["--import", "tsx"] : [],
      // The pipe to its standard input closes with this process, however it ends, and ends the child.
      stdio: ["pipe", "ignore", "pipe", "ipc"],
    });
    this.#child.stderr?.on("data", (chunk: Buffer) => {
      this.#errors = (this.#errors + chunk.toString()).slice(-4000);
    });
    this.#ready = new Promise((resolve, reject) => {
      this.#child.on("message", (answer: CoreAnswer) => {
        if (answer.kind === "ready") resolve();
        else if (answer.kind === "unavailable") reject(new MissingPactCoreError(answer.why));
        else this.#finish(answer.verdict);
      });
      const gone = (what: string) => {
        this.#isGone = true;
        const why = `Pact's native core stopped: ${what}. ${this.#errors.trim()}`.trim();
        reject(new Error(why));
        this.#finish(failedVerdict(why));
      };
      this.#child.on("error", ({ message }) => gone(message));
      this.#child.on("exit", (code, signal) => gone(`exit code ${code ?? signal}`));
    });
    // The first job reports it; a process that gets none may fail unnoticed.
    this.#ready.catch(() => undefined);
  }

  /** Whether the process has ended, so that it can do no more jobs. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /**
   * Verifies one pact. A job that takes longer than `limitMs` fails and ends the process: native code cannot be
   * interrupted. Throws {@link MissingPactCoreError}.
   */
  async verify(job: CoreJob, limitMs: number): Promise<CoreVerdict> {
    await this.#ready;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#finish(failedVerdict(`verifying it took longer than ${limitMs / 1000} s; set a longer --timeout`));
        this.#isGone = true;
        this.#child.kill("SIGKILL");
      }, limitMs);
      this.#finish = (verdict) => {
        clearTimeout(timer);
        resolve(verdict);
      };
      this.#child.send(job);
    });
  }

  /** Ends the process at once: it holds nothing that could be lost. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill("SIGKILL");
    await ended;
  }
}
