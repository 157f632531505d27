import { availableParallelism } from "node:os";
import { inParallel } from "../../shared/in-parallel.js";
import { causesOf } from "./narrow.js";
import { combinations } from "./pairs.js";
import { type Choice, chosenValues } from "./plan.js";
import { ClientFailedError, type Place, type Run, type RunKind } from "./run.js";
import { type Beginning, type TriedSandbox, withSandbox } from "./sandbox.js";
import { type Switched, switchedTo, valuesIn } from "./value.js";
import { failed, type Verdict } from "./verdict.js";

export interface TryOptions extends Choice, Beginning {
  /** The client: it passes if it answers, and fails if it throws. */
  readonly run: (sandbox: TriedSandbox) => unknown;
  /** Also run combinations in which any two values come together. */
  readonly pairs?: boolean;
  /** Go on when the client fails under the default profile. */
  readonly keepGoing?: boolean;
  /** How many runs at a time; the default is the number of cores. */
  readonly jobs?: number;
  /** Stops: what is running hears of it, and tryProfiles throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** Hears of each run when it ends. */
  readonly onRun?: (run: Run, place: Place) => void;
}

async function tryOnce(options: TryOptions, kind: RunKind, switched: Switched): Promise<Run> {
  const { run, signal } = options;
  signal?.throwIfAborted();
  let failure: string | undefined;
  let output: string | undefined;
  let durationMs = 0;
  const { report, requests } = await withSandbox(options, { switched, signal }, async (sandbox) => {
    const began = performance.now();
    try {
      await run(sandbox);
    } catch (error) {
      failure = error instanceof Error ? error.message || error.name : String(error);
      output = error instanceof ClientFailedError ? error.output : undefined;
    }
    durationMs = performance.now() - began;
  });
  signal?.throwIfAborted();
  // A client that talks to another server, or to none, passes whatever the profile is.
  if (requests === 0)
    failure ??= "it passed and asked nothing of the server: point it at the base URL that it is given";
  return { kind, switched, passes: failure === undefined, failure, output, durationMs, report };
}

/**
 * Runs a client against a fresh server under the default profile, then under every other value of each switch, one at a
 * time, and, if asked, under combinations in which any two of the values that pass alone come together.
 * Throws UnknownSwitchError for a switch or value that there is not, FixtureError or ControlError for a fixture or a time
 * that cannot be, and the signal's reason when it is aborted.
 *
 * @example
 * const verdict = await tryProfiles({
 *   only: ["envelope", "contentType"],
 *   run: async ({ baseUrl, token }) => {
 *     const answer = await fetch(`${baseUrl}/getTemplates`, { method: "POST", headers: { "x-access-token": token } });
 *     if (!("templates" in (await answer.json()))) throw new Error("no templates");
 *   },
 * });
 * // verdict.singles[0] is envelope=array: passes is false, failure is "no templates"
 */
export async function tryProfiles(options: TryOptions): Promise<Verdict> {
  const { jobs = availableParallelism(), onRun } = options;
  const chosen = chosenValues(options);

  const tryAll = (kind: RunKind, profiles: readonly Switched[]): Promise<readonly Run[]> => {
    let ended = 0;
    return inParallel(profiles, jobs, async (switched) => {
      const run = await tryOnce(options, kind, switched);
      ended += 1;
      onRun?.(run, { nth: ended, of: profiles.length });
      return run;
    });
  };

  const base = await tryOnce(options, "default", {});
  onRun?.(base, { nth: 1, of: 1 });
  if (!base.passes && !options.keepGoing)
    return { default: base, singles: [], pairs: undefined, leftOut: [], together: [] };
  const singles = await tryAll(
    "single",
    chosen.map((value) => switchedTo([value])),
  );
  if (!options.pairs) return { default: base, singles, pairs: undefined, leftOut: [], together: [] };

  // A value that fails alone would fail in half of the combinations, and hide what they are for.
  const valuesOf = (runs: readonly Run[]) => runs.flatMap(({ switched }) => valuesIn(switched));
  const passing = singles.filter(({ passes }) => passes);
  const pairs = await tryAll("pairs", combinations(valuesOf(passing)));
  let narrowing = 0;
  const together = await causesOf(failed(pairs), async (switched) => {
    const run = await tryOnce(options, "narrowing", switched);
    narrowing += 1;
    onRun?.(run, { nth: narrowing, of: undefined });
    return run;
  });
  return { default: base, singles, pairs, leftOut: valuesOf(failed(singles)), together };
}
