import type { EventEmitter } from "node:events";

/** The exit code of a command that a signal interrupted. */
export const interruptedCode = 130;

/** A signal asked the process to end. */
export class InterruptedError extends Error {
  override name = "InterruptedError" as const;

  constructor() {
    super("interrupted");
  }
}

const stopSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Signals within this time of the first one repeat it, in milliseconds: of one Ctrl-C, the terminal and npm each send a
 * SIGINT.
 */
const repeatMs = 1000;

interface Environment {
  /** Emits the signals. */
  readonly source: Pick<EventEmitter, "on">;
  /** Calls back after a time in milliseconds. */
  readonly after: (ms: number, run: () => void) => void;
  readonly exit: (code: number) => void;
}

/** After long work, the timer is late: a signal that came meanwhile has its turn before `run`. */
function afterSignals(ms: number, run: () => void): void {
  setTimeout(() => setImmediate(run), ms).unref();
}

/**
 * Returns an AbortSignal that aborts with {@link InterruptedError} on the first SIGINT, SIGTERM or SIGHUP. One that
 * comes more than a second later ends the process at once. The handlers stay: without them, a signal would kill the
 * process in the middle of its work.
 */
export function abortOnSignals({
  source = process,
  after = afterSignals,
  exit = process.exit.bind(process),
}: Partial<Environment> = {}): AbortSignal {
  const stop = new AbortController();
  let repeats = true;
  const handle = () => {
    if (!repeats) return exit(interruptedCode);
    if (stop.signal.aborted) return;
    after(repeatMs, () => {
      repeats = false;
    });
    stop.abort(new InterruptedError());
  };
  for (const signal of stopSignals) source.on(signal, handle);
  return stop.signal;
}

/** Resolves when a signal has aborted. */
export const untilAborted = (stop: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (stop.aborted) resolve();
    else stop.addEventListener("abort", () => resolve(), { once: true });
  });

/** Returns the result of `work`, or rejects with the reason of `stop` as soon as it aborts: `work` is then abandoned. */
export function abandonOnAbort<T>(work: Promise<T>, stop: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    untilAborted(stop).then(() => reject(stop.reason));
    work.then(resolve, reject);
  });
}
