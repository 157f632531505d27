import { setTimeout as sleep } from "node:timers/promises";

/** Number of wrong tokens after which further attempts of a source wait. */
const freeFailures = 5;
/** Milliseconds between the attempts of a source after that. */
const pauseMs = 1000;
/** Maximum wait of an attempt in milliseconds, so that at most five attempts of a source wait. */
const longestWaitMs = 5000;
/** Milliseconds until a source is forgotten after its last wrong token. */
const memoryMs = 60_000;
/** Maximum number of remembered sources; the oldest is forgotten first. */
const maxSources = 1000;

/** Time and delays, which tests replace. */
export interface Timer {
  /** Milliseconds since any moment. */
  now(): number;
  delay(ms: number): Promise<unknown>;
}

const realTimer: Timer = {
  now: () => performance.now(),
  delay: (ms) => sleep(ms, undefined, { ref: false }),
};

interface Source {
  failures: number;
  lastFailure: number;
  /** Time from which its next attempt is checked. */
  nextTurn: number;
}

/**
 * Limits how fast a source can guess the admin token. After five wrong tokens each attempt waits for its turn. The right
 * token waits too, because a fast response would reveal it.
 */
export class AdminAttempts {
  readonly #sources = new Map<string, Source>();
  readonly #timer: Timer;

  constructor(timer: Timer = realTimer) {
    this.#timer = timer;
  }

  /** Checks an attempt of a source after its wait. */
  async check(source: string, isRight: () => boolean): Promise<"right" | "wrong" | "too many"> {
    const wait = this.#reserveTurn(source);
    if (wait > longestWaitMs) return "too many";
    if (wait > 0) await this.#timer.delay(wait);
    if (isRight()) return "right";
    this.#recordFailure(source);
    return "wrong";
  }

  /** Returns the wait of a source's next attempt in milliseconds. */
  #reserveTurn(source: string): number {
    const found = this.#sources.get(source);
    const now = this.#timer.now();
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
    const now = this.#timer.now();
    const { failures = 0, nextTurn = now } = this.#sources.get(source) ?? {};
    // Inserted anew, so that the map is sorted by last failure.
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
 * Returns the source of an address: an IPv4 address, or the first half of an IPv6 address, because a machine usually has
 * a whole network of 64 bits.
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
