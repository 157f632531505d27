import { evidenceOf, switches } from "../../mock-server/index.js";
import { seconds, testSuites, xml } from "../../shared/junit-xml.js";
import type { Run } from "./run.js";
import { switchedText, valuesIn, valueText } from "./value.js";
import { failed, type Verdict } from "./verdict.js";

function testCase(run: Run): string {
  const open = `    <testcase classname="luna-sandbox.${run.kind}" name="${xml(switchedText(run.switched))}" time="${seconds([run])}"`;
  if (run.passes) return `${open}/>`;
  const known = valuesIn(run.switched).map(
    (value) =>
      `${valueText(value)}\nevidence: ${evidenceOf(value.name, value.value)}\nadvice: ${switches[value.name].advice}\n`,
  );
  const text = xml([...known, run.output ?? ""].join("\n"));
  return `${open}>\n      <failure type="client failed" message="${xml(run.failure ?? "")}">${text}</failure>\n    </testcase>`;
}

const counts = (runs: readonly Run[]): string =>
  `tests="${runs.length}" errors="0" failures="${failed(runs).length}" time="${seconds(runs)}"`;

/** The verdict as JUnit's XML: a suite for the default profile, one for the single switches, one for the pairs. */
export function junit(verdict: Verdict): string {
  const suites = [
    ["default", [verdict.default]],
    ["single switches", verdict.singles],
    ["pairs", verdict.pairs ?? []],
  ] as const;
  return testSuites(
    `name="luna-sandbox try" ${counts(suites.flatMap(([, runs]) => runs))}`,
    suites
      .filter(([, runs]) => runs.length > 0)
      .flatMap(([name, runs]) => [
        `  <testsuite name="${name}" ${counts(runs)}>`,
        ...runs.map(testCase),
        "  </testsuite>",
      ]),
  );
}
