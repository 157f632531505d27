import { switchedText, switchValueText, type TriedValue, valueFacts, valuesIn } from "../../contracts/try/value.js";
import {
  failedRuns,
  missed,
  type RequiredValues,
  type RunPosition,
  summary,
  type TryRun,
  type TryVerdict,
} from "../../contracts/try/verdict.js";
import { formatReport } from "../../mock-server/index.js";

const kinds = { single: "single switches", pairs: "pairs", narrowing: "narrowing" } as const;

/** Returns a line for a completed run. */
export function progressLine(
  { kind, switched, passes, failure, durationMs }: TryRun,
  { nth, of }: RunPosition,
): string {
  const end = `${passes ? "passes" : `fails: ${failure}`} (${(durationMs / 1000).toFixed(1)} s)`;
  if (kind === "default") return `default: ${end}`;
  return `${kinds[kind]} ${of === undefined ? nth : `${nth}/${of}`}: ${switchedText(switched)} ${end}`;
}

function factLines(value: TriedValue): readonly string[] {
  const { evidence, advice } = valueFacts(value);
  return [`  evidence: ${evidence}`, `  advice: ${advice}`];
}

const failureLine = ({ failure }: TryRun) => `  first failure: ${failure}`;

const singleText = (run: TryRun): string =>
  [`${switchedText(run.switched)} fails`, failureLine(run), ...valuesIn(run.switched).flatMap(factLines)].join("\n");

const togetherText = (run: TryRun): string =>
  [
    `${switchedText(run.switched)} fail together; each passes alone`,
    failureLine(run),
    ...valuesIn(run.switched).flatMap((value) => [` ${switchValueText(value)}`, ...factLines(value)]),
  ].join("\n");

function defaultText(run: TryRun, stopped: boolean): string {
  const output = run.output?.trimEnd() ?? "";
  return [
    "The default profile fails",
    failureLine(run),
    ...(output === "" ? [] : ["  output:", ...output.split("\n").map((line) => `    ${line}`)]),
    ...(stopped ? ["Nothing else was run. Set --keep-going to run the rest."] : []),
  ].join("\n");
}

/** Formats a verdict as text: the counts, then every failure with evidence and advice. */
export function tryReportText(verdict: TryVerdict, required: RequiredValues): string {
  const { default: base, singles, pairs, together, leftOut } = verdict;
  const requiredFailures = missed(verdict, required).filter(({ kind }) => kind !== "default").length;
  const hasLeftOut = pairs !== undefined && leftOut.length > 0;
  const parts = [
    summary(verdict),
    ...(base.passes ? [] : [defaultText(base, singles.length === 0)]),
    ...failedRuns(singles).map(singleText),
    ...together.map(togetherText),
    ...(hasLeftOut
      ? [`Left out of the pairs, because they fail alone: ${leftOut.map(switchValueText).join(", ")}.`]
      : []),
    ...(requiredFailures > 0 ? [`Required runs that failed: ${requiredFailures}.`] : []),
    // A client makes the same mistakes under every profile.
    formatReport(base.report),
  ];
  return parts.join("\n\n");
}
