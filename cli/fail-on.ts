import type { ClientReport } from "../mock-server/report/client-report.js";
import type { Severity } from "../mock-server/report/mistake.js";
import { oneOf } from "./option-table.js";

/** Severities that fail, by the value of `--fail-on`. Hints never fail, because they may be intended. */
const failingSeverities = {
  error: ["error"],
  warning: ["error", "warning"],
} as const satisfies Readonly<Record<string, readonly Severity[]>>;

export type FailOn = keyof typeof failingSeverities;

export const failOnOption = {
  value: "<severity>",
  meaning: 'end with exit code 1 for errors of the client report, or with "warning" for errors and warnings',
  parse: oneOf(["error", "warning"]),
} as const;

const hasFailing = ({ findings }: ClientReport, on: FailOn): boolean =>
  findings.some(({ severity }) => failingSeverities[on].some((known) => known === severity));

/** Returns the exit code of a report: 1 if it has a mistake of the given severity, 2 if it is incomplete, else 0. */
export function exitCodeOf(report: ClientReport, on: FailOn | undefined): 0 | 1 | 2 {
  if (on !== undefined && hasFailing(report, on)) return 1;
  return report.complete ? 0 : 2;
}
