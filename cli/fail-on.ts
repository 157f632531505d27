import type { ClientReport } from "../mock-server/report/client-report.js";
import type { Severity } from "../mock-server/report/mistake.js";
import { UsageError } from "../shared/usage-error.js";

const failing = {
  error: ["error"],
  warning: ["error", "warning"],
} as const satisfies Readonly<Record<string, readonly Severity[]>>;

/** What `--fail-on` names: the severities that fail. Hints never do, because they may be meant that way. */
export type FailOn = keyof typeof failing;

/** What `--fail-on` says; undefined without it. Throws UsageError for anything else. */
export function failOn(text: string | undefined): FailOn | undefined {
  if (text === undefined || text === "error" || text === "warning") return text;
  throw new UsageError(`--fail-on is error or warning, not ${JSON.stringify(text)}`);
}

/** Whether a report has a mistake that is to fail. */
const fails = ({ findings }: ClientReport, on: FailOn): boolean =>
  findings.some(({ severity }) => failing[on].some((known) => known === severity));

/** Returns the exit code of a report: 1 if it has a mistake that `on` names, 2 if it is incomplete, else 0. */
export function exitCodeOf(report: ClientReport, on: FailOn | undefined): 0 | 1 | 2 {
  if (on !== undefined && fails(report, on)) return 1;
  return report.complete ? 0 : 2;
}
