import { seconds, testSuites, xml } from "../../shared/junit-xml.js";
import { detailText, short } from "./report.js";
import type { Result } from "./verify.js";

function testCase(result: Result): string {
  const { interaction, verdict, failures } = result;
  const open = `<testcase classname="${xml(interaction.consumer)}" name="${xml(interaction.description)}" time="${seconds([result])}"`;
  if (verdict === "passed") return `    ${open}/>`;
  const message = xml(short(failures[0]?.message ?? verdict));
  const type = interaction.problem === undefined ? "mismatch" : "invalid pact";
  const inner =
    verdict === "failed"
      ? `<failure type="${type}" message="${message}">${xml(detailText(result))}</failure>`
      : `<skipped message="${verdict}: ${message}"/>`;
  return `    ${open}>${inner}</testcase>`;
}

const counts = (results: readonly Result[]): string =>
  `tests="${results.length}" errors="0" failures="${results.filter(({ verdict }) => verdict === "failed").length}" ` +
  `skipped="${results.filter(({ verdict }) => verdict === "pending" || verdict === "skipped").length}" time="${seconds(results)}"`;

/** Writes the results as JUnit's XML, a suite for each consumer; `startedAt` is when the verification began. */
export function junit(results: readonly Result[], startedAt: Date): string {
  const timestamp = startedAt.toISOString();
  const consumers = [...new Set(results.map(({ interaction }) => interaction.consumer))];
  const suites = consumers.map((consumer) => {
    const own = results.filter(({ interaction }) => interaction.consumer === consumer);
    return [
      `  <testsuite name="${xml(consumer)}" timestamp="${timestamp}" ${counts(own)}>`,
      ...own.map(testCase),
      "  </testsuite>",
    ].join("\n");
  });
  return testSuites(`name="luna-sandbox verify" timestamp="${timestamp}" ${counts(results)}`, suites);
}
