import { type NewRequest, Ring } from "./ring.js";

export interface RingLimits {
  /** How many requests of one sandbox are kept. */
  readonly requests: number;
  /** How much memory the bodies of one sandbox may take, in bytes. */
  readonly bodyBytes: number;
  /** How much memory all sandboxes may take together, in bytes. */
  readonly bytes: number;
}

/** The rings of sandboxes, which share a limit of memory: the one that takes the most gives up its oldest requests. */
export class Rings {
  readonly #limits: RingLimits;
  readonly #rings = new Map<string, Ring>();
  #bytes = 0;

  constructor(limits: RingLimits) {
    this.#limits = limits;
  }

  get(sandboxId: string): Ring | undefined {
    return this.#rings.get(sandboxId);
  }

  /** Adds a request to the ring of a sandbox, which is made if it is missing. */
  add(sandboxId: string, request: NewRequest): void {
    const ring = this.#ringOf(sandboxId);
    const before = ring.bytes;
    ring.add(request);
    this.#bytes += ring.bytes - before;
    if (this.#bytes > this.#limits.bytes) this.#dropOldest();
  }

  #ringOf(sandboxId: string): Ring {
    const known = this.#rings.get(sandboxId);
    if (known !== undefined) return known;
    const ring = new Ring(this.#limits.requests, this.#limits.bodyBytes);
    this.#rings.set(sandboxId, ring);
    return ring;
  }

  /** Drops old requests until a sixteenth of the limit is free, so that this is seldom needed. */
  #dropOldest(): void {
    const aim = this.#limits.bytes - this.#limits.bytes / 16;
    while (this.#bytes > aim) {
      const largest = [...this.#rings.values()].reduce((one, other) => (other.bytes > one.bytes ? other : one));
      const before = largest.bytes;
      largest.dropOldest();
      this.#bytes -= before - largest.bytes;
      if (before === 0) return;
    }
  }

  /** Frees the memory of a sandbox that is gone. */
  delete(sandboxId: string): void {
    this.#bytes -= this.#rings.get(sandboxId)?.bytes ?? 0;
    this.#rings.delete(sandboxId);
  }
}
