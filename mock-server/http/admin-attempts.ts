import { setTimeout as sleep } from "node:timers/promises";

/** Wrong tokens that a source may send before its further attempts wait. */
const freeFailures = 5;
/** Milliseconds between the attempts of a source after that. */
const pauseMs = 1000;
/** An attempt that would wait longer, in milliseconds, is refused: so at most five attempts of a source wait. */
const longestWaitMs = 5000;
/** Milliseconds after its last wrong token until a source is forgotten. */
const memoryMs = 60_000;
/** Sources that are remembered; the oldest is forgotten first. */
const maxSources = 1000;

/** Time, so that tests need not wait. */
export interface Clock {
  /** Milliseconds since any moment. */
  now(): number;
  delay(ms: number): Promise<unknown>;
}

const realClock: Clock = {
  now: () => performance.now(),
  delay: (ms) => sleep(ms, undefined, { ref: false }),
};

interface Source {
  failures: number;
  lastFailure: number;
  /** When its next attempt may be checked. */
  nextTurn: number;
}

/**
 * Limits how fast a source can guess the admin token. After five wrong tokens each attempt waits for its turn, the
 * right token too: otherwise a fast answer would tell it from a wrong one.
 */
export class AdminAttempts {
  readonly #sources = new Map<string, Source>();
  readonly #clock: Clock;

  constructor(clock: Clock = realClock) {
    this.#clock = clock;
  }

  /** Checks an attempt of a source, when it is its turn. */
  async check(source: string, isRight: () => boolean): Promise<"right" | "wrong" | "too many"> {
    const wait = this.#reserveTurn(source);
    if (wait > longestWaitMs) return "too many";
    if (wait > 0) await this.#clock.delay(wait);
    if (isRight()) return "right";
    this.#recordFailure(source);
    return "wrong";
  }

  /** Returns how long the next attempt of a source has to wait, in milliseconds. */
  #reserveTurn(source: string): number {
    const found = this.#sources.get(source);
    const now = this.#clock.now();
    if (found === undefined || found.failures < freeFailures) return 0;
    if (now - found.lastFailure > memoryMs) {
      this.#sources.delete(source);
      return 0;
    }
    const turn = Math.max(now, found.nextTurn);
    if (turn - now <= longestWaitMs) found.nextTurn = turn + pauseMs;
    return turn - now;
  }

  #recordFailure(source: string): void {
    const now = this.#clock.now();
    const { failures = 0, nextTurn = now } = this.#sources.get(source) ?? {};
    // Inserted anew, so that the first of the map is the one whose last failure is the oldest.
    this.#sources.delete(source);
    this.#sources.set(source, {
      failures: failures + 1,
      lastFailure: now,
      nextTurn: Math.max(nextTurn, now + pauseMs),
    });
    const [oldest] = this.#sources.keys();
    if (this.#sources.size > maxSources && oldest !== undefined) this.#sources.delete(oldest);
  }
}

const groupsOf = (part: string): readonly string[] => (part === "" ? [] : part.split(":"));

/**
 * Returns the source that an address belongs to: an IPv4 address, or the first half of an IPv6 address, because one
 * machine usually has all addresses of such a network.
 *
 * @example
 * sourceOf("2001:db8::1"); // "2001:db8:0:0"
 */
export function sourceOf(address = ""): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !address.includes(":")) return mapped ?? address;
  const [head = "", tail = ""] = address.split("%", 1).join().split("::");
  const zeros = Array.from({ length: 8 - groupsOf(head).length - groupsOf(tail).length }, () => "0");
  return [...groupsOf(head), ...zeros, ...groupsOf(tail)].slice(0, 4).join(":");
}
