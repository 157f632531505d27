import type { ClientReport } from "../../mock-server/index.js";
import { isDefault, type Switched, sameValue, type TriedValue, valuesIn } from "./value.js";

/** Purpose of a run: the default profile, a single value, a combination, or narrowing a combination that failed. */
export type RunKind = "default" | "single" | "pairs" | "narrowing";

/** A client's run under a profile. */
export interface TryRun {
  readonly kind: RunKind;
  readonly switched: Switched;
  readonly passes: boolean;
  /** First failure in a line or two; undefined if the run passes. */
  readonly failure: string | undefined;
  /** Output of a command, possibly shortened; undefined for a function. */
  readonly output: string | undefined;
  readonly durationMs: number;
  readonly report: ClientReport;
}

/** Position of a run in its kind, in the order of completion; `of` is undefined if the number is unknown. */
export interface RunPosition {
  readonly nth: number;
  readonly of: number | undefined;
}

/** Thrown for a client that failed, with its output. */
export class ClientFailedError extends Error {
  override name = "ClientFailedError" as const;

  constructor(
    message: string,
    readonly output: string,
  ) {
    super(message);
  }
}

/** Results of a client under all profiles. */
export interface TryVerdict {
  readonly default: TryRun;
  /** A run for each value that is not a default, in the order of the switches; empty if the default profile failed. */
  readonly singles: readonly TryRun[];
  /** A run for each combination; undefined without `pairs`. */
  readonly pairs: readonly TryRun[] | undefined;
  /** Values that are in no combination, because they fail alone. */
  readonly leftOut: readonly TriedValue[];
  /** The smallest combinations that fail. */
  readonly together: readonly TryRun[];
}

export const failedRuns = (runs: readonly TryRun[]): readonly TryRun[] => runs.filter(({ passes }) => !passes);

const passCount = (kind: string, runs: readonly TryRun[]): string =>
  `${kind}: ${runs.length - failedRuns(runs).length} of ${runs.length} pass.`;

/** Returns the counts, such as `default: passes. Single switches: 17 of 20 pass. Pairs: 41 of 48 pass.` */
export const summary = (verdict: TryVerdict): string =>
  [
    `default: ${verdict.default.passes ? "passes" : "fails"}.`,
    ...(verdict.default.passes || verdict.singles.length > 0 ? [passCount("Single switches", verdict.singles)] : []),
    ...(verdict.pairs === undefined ? [] : [passCount("Pairs", verdict.pairs)]),
  ].join(" ");

/** Values that must pass besides the default profile. */
export type RequiredValues = "all" | readonly TriedValue[];

/** Returns the required runs that fail. */
export function missed(verdict: TryVerdict, required: RequiredValues): readonly TryRun[] {
  const isRequired = ({ kind, switched }: TryRun) =>
    required === "all" ||
    (kind === "single" && required.some((value) => valuesIn(switched).every((set) => sameValue(set, value))));
  return failedRuns([verdict.default, ...[...verdict.singles, ...(verdict.pairs ?? [])].filter(isRequired)]);
}

/** Returns the first required value that would not be tried. */
export const notRun = (required: RequiredValues, chosen: readonly TriedValue[]): TriedValue | undefined =>
  required === "all"
    ? undefined
    : required.find((value) => !isDefault(value) && !chosen.some((tried) => sameValue(tried, value)));
