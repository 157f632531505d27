import { evidenceOf, switches } from "../../mock-server/index.js";
import type { Run } from "./run.js";
import { valuesIn } from "./value.js";
import { failed, missed, type Required, summary, type Verdict } from "./verdict.js";

const runJson = ({ kind, switched, passes, failure, output, durationMs }: Run) => ({
  kind,
  profile: switched,
  passes,
  durationMs: Math.round(durationMs),
  ...(passes
    ? {}
    : {
        failure,
        output,
        switches: valuesIn(switched).map((value) => ({
          ...value,
          evidence: evidenceOf(value.name, value.value),
          advice: switches[value.name].advice,
        })),
      }),
});

const countJson = (runs: readonly Run[]) => ({ run: runs.length, passed: runs.length - failed(runs).length });

/** The verdict for a program. */
export const verdictJson = (verdict: Verdict, required: Required) => ({
  verdict: summary(verdict),
  passes: missed(verdict, required).length === 0,
  default: runJson(verdict.default),
  singles: { ...countJson(verdict.singles), runs: verdict.singles.map(runJson) },
  pairs:
    verdict.pairs === undefined
      ? null
      : {
          ...countJson(verdict.pairs),
          runs: verdict.pairs.map(runJson),
          leftOut: verdict.leftOut,
          together: verdict.together.map(runJson),
        },
  report: verdict.default.report,
});
