import { UsageError } from "../../command-line.js";
import type { ClientReport } from "./client-report.js";
import type { Severity } from "./mistake.js";

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
export const fails = ({ findings }: ClientReport, on: FailOn | undefined): boolean =>
  on !== undefined && findings.some(({ severity }) => failing[on].some((known) => known === severity));
