import { availableParallelism } from "node:os";
import { inParallel } from "../../shared/in-parallel.js";
import { causesOf, combinations } from "./combinations.js";
import { type TriedSandbox, type TryStart, withSandbox } from "./sandbox.js";
import { chosenValues, type Switched, switchedTo, type ValueChoice, valuesIn } from "./value.js";
import {
  ClientFailedError,
  failedRuns,
  type RunKind,
  type RunPosition,
  type TryRun,
  type TryVerdict,
} from "./verdict.js";

export interface TryOptions extends ValueChoice, TryStart {
  /** The client: it passes if it returns, and fails if it throws. */
  readonly run: (sandbox: TriedSandbox) => unknown;
  /** Whether to run combinations of values too. */
  readonly pairs?: boolean;
  /** Whether to continue if the client fails under the default profile. */
  readonly keepGoing?: boolean;
  /** Number of runs at a time; by default the number of cores. */
  readonly jobs?: number;
  /** Aborts the running clients; tryProfiles throws its reason. */
  readonly signal?: AbortSignal;
  /** Called after each run. */
  readonly onRun?: (run: TryRun, position: RunPosition) => void;
}

async function tryOnce(options: TryOptions, kind: RunKind, switched: Switched): Promise<TryRun> {
  const { run, signal } = options;
  signal?.throwIfAborted();
  let failure: string | undefined;
  let output: string | undefined;
  let durationMs = 0;
  const { report, requests } = await withSandbox(options, { switched, signal }, async (sandbox) => {
    const started = performance.now();
    try {
      await run(sandbox);
    } catch (error) {
      failure = error instanceof Error ? error.message || error.name : String(error);
      output = error instanceof ClientFailedError ? error.output : undefined;
    }
    durationMs = performance.now() - started;
  });
  signal?.throwIfAborted();
  // Otherwise a client of another server, or of none, would pass under every profile.
  if (requests === 0) failure ??= "the client passed without a request to the server; point it at LUNA_BASE_URL";
  return { kind, switched, passes: failure === undefined, failure, output, durationMs, report };
}

/**
 * Runs a client under the default profile, under each other value of each switch, and with `pairs` under combinations of
 * the values that pass alone, each time against a new server. Throws UnknownSwitchError, FixtureError, ControlError, or
 * the signal's reason.
 *
 * @example
 * const verdict = await tryProfiles({
 *   only: ["envelope", "contentType"],
 *   run: async ({ baseUrl, token }) => {
 *     const response = await fetch(`${baseUrl}/getTemplates`, { method: "POST", headers: { "x-access-token": token } });
 *     if (!("templates" in (await response.json()))) throw new Error("no templates");
 *   },
 * });
 * // verdict.singles[0] is envelope=array: passes is false, failure is "no templates"
 */
export async function tryProfiles(options: TryOptions): Promise<TryVerdict> {
  const { jobs = availableParallelism(), onRun } = options;
  const chosen = chosenValues(options);

  const createRunner = (kind: RunKind, of: number | undefined) => {
    let nth = 0;
    return async (switched: Switched): Promise<TryRun> => {
      const run = await tryOnce(options, kind, switched);
      nth += 1;
      onRun?.(run, { nth, of });
      return run;
    };
  };

  const base = await createRunner("default", 1)({});
  const verdict = { default: base, singles: [], pairs: undefined, leftOut: [], together: [] };
  if (!base.passes && !options.keepGoing) return verdict;
  const each = chosen.map((value) => switchedTo([value]));
  const singles = await inParallel(each, jobs, createRunner("single", each.length));
  if (!options.pairs) return { ...verdict, singles };

  // A value that fails alone would fail in half of the combinations and hide other failures.
  const valuesOf = (runs: readonly TryRun[]) => runs.flatMap(({ switched }) => valuesIn(switched));
  const passing = singles.filter(({ passes }) => passes);
  const combined = combinations(valuesOf(passing));
  const pairs = await inParallel(combined, jobs, createRunner("pairs", combined.length));
  const together = await causesOf(failedRuns(pairs), createRunner("narrowing", undefined));
  return { default: base, singles, pairs, leftOut: valuesOf(failedRuns(singles)), together };
}
