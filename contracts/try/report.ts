import { evidenceOf, formatReport, switches } from "../../mock-server/index.js";
import type { Place, Run } from "./run.js";
import { switchedText, type Value, valuesIn, valueText } from "./value.js";
import { failed, missed, type Required, summary, type Verdict } from "./verdict.js";

const seconds = ({ durationMs }: Run): string => `${(durationMs / 1000).toFixed(1)} s`;

const kinds = { single: "single switches", pairs: "pairs", narrowing: "narrowing" } as const;

/** What is printed when a run ends. */
export function progressLine(run: Run, { nth, of }: Place): string {
  const end = `${run.passes ? "passes" : `fails: ${run.failure}`} (${seconds(run)})`;
  if (run.kind === "default") return `default: ${end}`;
  return `${kinds[run.kind]} ${of === undefined ? nth : `${nth}/${of}`}: ${switchedText(run.switched)} ${end}`;
}

const about = (value: Value): readonly string[] => [
  `  evidence: ${evidenceOf(value.name, value.value)}`,
  `  advice: ${switches[value.name].advice}`,
];

const failure = ({ failure: text }: Run) => `  first failure: ${text}`;

function singleText(run: Run): string {
  return [`${switchedText(run.switched)} fails`, failure(run), ...valuesIn(run.switched).flatMap(about)].join("\n");
}

function togetherText(run: Run): string {
  const values = valuesIn(run.switched);
  return [
    `${switchedText(run.switched)} fail together, and each passes alone`,
    failure(run),
    ...values.flatMap((value) => [` ${valueText(value)}`, ...about(value)]),
  ].join("\n");
}

function defaultText(run: Run, stopped: boolean): string {
  const output = run.output?.trimEnd() ?? "";
  return [
    "The default profile fails",
    failure(run),
    ...(output === "" ? [] : ["  output:", ...output.split("\n").map((line) => `    ${line}`)]),
    ...(stopped ? ["Nothing else was run. --keep-going runs the rest all the same."] : []),
  ].join("\n");
}

/** The verdict for a person: the counts, then everything that fails with what is known about it. */
export function reportText(verdict: Verdict, required: Required): string {
  const { default: base, singles, together, leftOut } = verdict;
  const wanted = missed(verdict, required).filter(({ kind }) => kind !== "default").length;
  const parts = [
    summary(verdict),
    ...(base.passes ? [] : [defaultText(base, singles.length === 0)]),
    ...failed(singles).map(singleText),
    ...together.map(togetherText),
    ...(verdict.pairs === undefined || leftOut.length === 0
      ? []
      : [`Left out of the pairs, because they fail alone: ${leftOut.map(valueText).join(", ")}.`]),
    ...(wanted === 0 ? [] : [`Required to pass, but failing: ${wanted} of what was run.`]),
    // What the client does wrong it does wrong under every profile: the default one shows it without noise.
    formatReport(base.report),
  ];
  return parts.join("\n\n");
}
