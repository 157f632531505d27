import type { TextArena } from "../store/memory/text-arena.js";
import type { RequestRecord } from "./record.js";
import { Ring } from "./ring.js";

export interface RingLimits {
  /** Maximum number of requests of one sandbox. */
  readonly requests: number;
  /** Maximum memory for the bodies of one sandbox, in bytes. */
  readonly bodyBytes: number;
  /** Maximum memory of all sandboxes, in bytes. */
  readonly bytes: number;
}

/** The rings of all sandboxes, which share a memory limit: the largest ring drops its oldest requests first. */
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

  /** Adds a record to the ring of a sandbox, which is created if missing. `create` puts the bodies into the arena. */
  add(sandboxId: string, create: (texts: TextArena) => RequestRecord): void {
    const ring = this.#ringOf(sandboxId);
    const before = ring.bytes;
    ring.add(create(ring.texts));
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

  /** Drops old requests until a sixteenth of the limit is free, so that it rarely runs. */
  #dropOldest(): void {
    const target = this.#limits.bytes - this.#limits.bytes / 16;
    while (this.#bytes > target) {
      const largest = [...this.#rings.values()].reduce((a, b) => (b.bytes > a.bytes ? b : a));
      const before = largest.bytes;
      largest.dropOldest();
      this.#bytes -= before - largest.bytes;
      if (before === 0) return;
    }
  }

  /** Frees the memory of a deleted sandbox. */
  delete(sandboxId: string): void {
    this.#bytes -= this.#rings.get(sandboxId)?.bytes ?? 0;
    this.#rings.delete(sandboxId);
  }
}
