import { switchedText, switchValueText, valueFacts, valuesIn } from "../../contracts/try/value.js";
import { failedRuns, type TryRun, type TryVerdict } from "../../contracts/try/verdict.js";
import { escapeXml, junitReport, totalSeconds } from "../../shared/junit-xml.js";

function testCase(run: TryRun): string {
  const open = `    <testcase classname="luna-sandbox.${run.kind}" name="${escapeXml(switchedText(run.switched))}" time="${totalSeconds([run])}"`;
  if (run.passes) return `${open}/>`;
  const facts = valuesIn(run.switched).map((value) => {
    const { evidence, advice } = valueFacts(value);
    return `${switchValueText(value)}\nevidence: ${evidence}\nadvice: ${advice}\n`;
  });
  const text = escapeXml([...facts, run.output ?? ""].join("\n"));
  return `${open}>\n      <failure type="client failed" message="${escapeXml(run.failure ?? "")}">${text}</failure>\n    </testcase>`;
}

const counts = (runs: readonly TryRun[]): string =>
  `tests="${runs.length}" errors="0" failures="${failedRuns(runs).length}" time="${totalSeconds(runs)}"`;

/** Formats a verdict as JUnit XML, with a suite for each kind of run. */
export function tryJunit(verdict: TryVerdict): string {
  const kinds = [
    ["default", [verdict.default]],
    ["single switches", verdict.singles],
    ["pairs", verdict.pairs ?? []],
  ] as const;
  const suites = kinds.flatMap(([name, runs]) =>
    runs.length === 0 ? [] : [`  <testsuite name="${name}" ${counts(runs)}>`, ...runs.map(testCase), "  </testsuite>"],
  );
  return junitReport(`name="luna-sandbox try" ${counts(kinds.flatMap(([, runs]) => runs))}`, suites);
}
