import { valueFacts, valuesIn } from "../../contracts/try/value.js";
import {
  failedRuns,
  missed,
  type RequiredValues,
  summary,
  type TryRun,
  type TryVerdict,
} from "../../contracts/try/verdict.js";

const runJson = ({ kind, switched, passes, failure, output, durationMs }: TryRun) => ({
  kind,
  profile: switched,
  passes,
  durationMs: Math.round(durationMs),
  ...(!passes && {
    failure,
    output,
    switches: valuesIn(switched).map((value) => ({ ...value, ...valueFacts(value) })),
  }),
});

const runsJson = (runs: readonly TryRun[]) => ({
  run: runs.length,
  passed: runs.length - failedRuns(runs).length,
  runs: runs.map(runJson),
});

/** Converts a verdict to plain JSON. */
export const verdictJson = (verdict: TryVerdict, required: RequiredValues) => ({
  verdict: summary(verdict),
  passes: missed(verdict, required).length === 0,
  default: runJson(verdict.default),
  singles: runsJson(verdict.singles),
  pairs: verdict.pairs
    ? { ...runsJson(verdict.pairs), leftOut: verdict.leftOut, together: verdict.together.map(runJson) }
    : null,
  report: verdict.default.report,
});
