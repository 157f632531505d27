import type { EventEmitter } from "node:events";

/** The exit code of a command that a signal interrupted. */
export const interruptedCode = 130;

/** A signal interrupted the process. */
export class InterruptedError extends Error {
  override name = "InterruptedError" as const;

  constructor() {
    super("interrupted");
  }
}

/** Signals that stop a command. */
export const stopSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Time after the first signal in which further signals are ignored, in milliseconds: npm repeats a terminal's SIGINT. */
const repeatMs = 1000;

interface Environment {
  /** Emits the signals. */
  readonly source: Pick<EventEmitter, "on">;
  /** Calls back after a time in milliseconds. */
  readonly after: (ms: number, run: () => void) => void;
  readonly exit: (code: number) => void;
}

/** Calls `run` after pending signals, also if long work delays the timer. */
function afterSignals(ms: number, run: () => void): void {
  setTimeout(() => setImmediate(run), ms).unref();
}

/**
 * Returns an AbortSignal that aborts with {@link InterruptedError} on the first SIGINT, SIGTERM or SIGHUP. A signal more
 * than a second later ends the process at once. The handlers stay, because a signal without a handler kills the process.
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

/** Resolves when a signal aborts. */
export const untilAborted = (stop: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (stop.aborted) resolve();
    else stop.addEventListener("abort", () => resolve(), { once: true });
  });

/** Returns the result of `work`. Rejects with the reason of `stop` and abandons the work if `stop` aborts. */
export function abandonOnAbort<T>(work: Promise<T>, stop: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    untilAborted(stop).then(() => reject(stop.reason));
    work.then(resolve, reject);
  });
}
