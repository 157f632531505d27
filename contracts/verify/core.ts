import { type ChildProcess, fork } from "node:child_process";
import { isJson } from "../json.js";

/** One verification of one pact. */
export interface CoreJob {
  readonly id: number;
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
  | { readonly kind: "done"; readonly id: number; readonly text: string };

/** One way in which an answer was not what the contract wants, in Pact's words. */
export interface CoreMismatch {
  readonly type?: string;
  readonly path?: string;
  readonly key?: string;
  readonly expected?: unknown;
  readonly actual?: unknown;
  readonly mismatch?: string;
}

export interface CoreVerdict {
  readonly passed: boolean;
  readonly mismatches: readonly CoreMismatch[];
}

/** Pact's native core is not installed, or does not run here. The message says how to get it. */
export class NoPactCore extends Error {
  override name = "NoPactCore" as const;

  constructor(why: string) {
    super(
      `verify needs Pact's native core, which is not installed or does not run on this machine (${why.split("\n")[0]}). ` +
        "Get it with: npm install --save-dev @pact-foundation/pact-core@19",
    );
  }
}

/**
 * The variables of Pact's own tools would make the core read and publish more than the user asked for. The core talks
 * to this process alone: neither through a proxy, nor to its makers about its use.
 */
const cleanEnvironment = () => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("PACT_"))),
  NO_PROXY: "127.0.0.1",
  PACT_DO_NOT_TRACK: "true",
});

function mismatchesOf(errors: unknown): CoreMismatch[] {
  if (!Array.isArray(errors)) return [];
  return errors.flatMap((error) => {
    const { mismatch } = isJson(error) ? error : {};
    if (!isJson(mismatch)) return [{ mismatch: JSON.stringify(error) }];
    return Array.isArray(mismatch.mismatches)
      ? (mismatch.mismatches as CoreMismatch[])
      : [{ mismatch: String(mismatch.message ?? "the verification failed") }];
  });
}

function verdictOf(text: string): CoreVerdict {
  try {
    const { result, errors, pendingErrors } = JSON.parse(text) as Record<string, unknown>;
    const mismatches = [...mismatchesOf(errors), ...mismatchesOf(pendingErrors)];
    return { passed: result === true && mismatches.length === 0, mismatches };
  } catch {
    return { passed: false, mismatches: [{ mismatch: text }] }; // The core's own words for a failure that is no mismatch.
  }
}

interface Waiting {
  readonly resolve: (verdict: CoreVerdict) => void;
  readonly reject: (error: Error) => void;
}

/** Pact's native core, in a process of its own. */
export class PactCore {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  readonly #ready: Promise<void>;
  #jobs = 0;
  #errors = "";

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
        else if (answer.kind === "unavailable") reject(new NoPactCore(answer.why));
        else this.#settle(answer.id, verdictOf(answer.text));
      });
      const gone = (what: string) => {
        const error = new Error(`Pact's native core stopped: ${what}. ${this.#errors.trim()}`.trim());
        reject(error);
        for (const { reject: fail } of this.#waiting.values()) fail(error);
        this.#waiting.clear();
      };
      this.#child.on("error", ({ message }) => gone(message));
      this.#child.on("exit", (code, signal) => gone(`exit code ${code ?? signal}`));
    });
    // Whoever verifies hears of it; before that there may be nobody.
    this.#ready.catch(() => undefined);
  }

  #settle(id: number, verdict: CoreVerdict): void {
    this.#waiting.get(id)?.resolve(verdict);
    this.#waiting.delete(id);
  }

  /** Verifies one pact. Throws {@link NoPactCore}. */
  async verify(job: Omit<CoreJob, "id">): Promise<CoreVerdict> {
    await this.#ready;
    this.#jobs += 1;
    const id = this.#jobs;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#child.send({ ...job, id });
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
