import type { Run } from "./run.js";
import { isDefault, sameValue, type Value, valuesIn } from "./value.js";

/** How a client fares under the profiles. */
export interface Verdict {
  readonly default: Run;
  /** A run for each value that is not a default, in the order of the registry; none if the default profile failed. */
  readonly singles: readonly Run[];
  /** A run for each combination of the all-pairs set; undefined if pairs were not asked for. */
  readonly pairs: readonly Run[] | undefined;
  /** Values that are in no combination, because they fail alone. */
  readonly leftOut: readonly Value[];
  /** The fewest values at which combinations fail though each value passes alone. */
  readonly together: readonly Run[];
}

export const failed = (runs: readonly Run[]): readonly Run[] => runs.filter(({ passes }) => !passes);

const counted = (what: string, runs: readonly Run[]): string =>
  `${what}: ${runs.length - failed(runs).length} of ${runs.length} pass.`;

/** What was run, counted by kind: `default: passes. Single switches: 17 of 20 pass. Pairs: 41 of 48 pass.` */
export const summary = (verdict: Verdict): string =>
  [
    `default: ${verdict.default.passes ? "passes" : "fails"}.`,
    ...(verdict.default.passes || verdict.singles.length > 0 ? [counted("Single switches", verdict.singles)] : []),
    ...(verdict.pairs === undefined ? [] : [counted("Pairs", verdict.pairs)]),
  ].join(" ");

/** What has to pass beside the default profile: everything that is run, or these values alone. */
export type Required = "all" | readonly Value[];

/** The runs that fail and were required to pass. */
export function missed(verdict: Verdict, required: Required): readonly Run[] {
  const others = [...verdict.singles, ...(verdict.pairs ?? [])];
  const asked = ({ kind, switched }: Run) =>
    required === "all" ||
    (kind === "single" && required.some((value) => valuesIn(switched).every((own) => sameValue(own, value))));
  return failed([verdict.default, ...others.filter(asked)]);
}

/** The first required value that would not be run, undefined if there is none. */
export const notRun = (required: Required, chosen: readonly Value[]): Value | undefined =>
  required === "all"
    ? undefined
    : required.find((value) => !isDefault(value) && !chosen.some((other) => sameValue(other, value)));
