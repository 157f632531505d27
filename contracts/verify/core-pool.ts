import { availableParallelism } from "node:os";
import { type CoreJob, PactCore } from "./core.js";
import type { CoreVerdict } from "./core-verdict.js";

/** Runs Pact's core in several processes, which are started when there is work for them. */
export class CorePool {
  readonly #all = new Set<PactCore>();
  readonly #idle: PactCore[] = [];
  readonly #waiting: ((core: PactCore) => void)[] = [];
  readonly #size: number;

  constructor(size = Math.min(4, availableParallelism())) {
    this.#size = size;
    // The first one is needed in any case, and takes a moment to start.
    this.#idle.push(this.#start());
  }

  #start(): PactCore {
    const core = new PactCore();
    this.#all.add(core);
    return core;
  }

  #take(): PactCore | Promise<PactCore> {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      if (!idle.isGone) return idle;
      this.#all.delete(idle);
    }
    if (this.#all.size < this.#size) return this.#start();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #giveBack(core: PactCore): void {
    if (core.isGone) this.#all.delete(core);
    const next = this.#waiting.shift();
    const free = core.isGone ? undefined : core;
    if (next !== undefined) next(free ?? this.#start());
    else if (free !== undefined) this.#idle.push(free);
  }

  /** Verifies one pact; see {@link PactCore.verify}. */
  async verify(job: CoreJob, limitMs: number): Promise<CoreVerdict> {
    const core = await this.#take();
    try {
      return await core.verify(job, limitMs);
    } finally {
      this.#giveBack(core);
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#all].map((core) => core.stop()));
  }
}
