import { countOf, detailText, short } from "../../contracts/verify/report.js";
import type { InteractionResult } from "../../contracts/verify/verify.js";
import { seconds, testSuites, xml } from "../../shared/junit-xml.js";

function testCase(result: InteractionResult): string {
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

const counts = (results: readonly InteractionResult[]): string =>
  `tests="${results.length}" errors="0" failures="${countOf(results, "failed")}" ` +
  `skipped="${countOf(results, "pending") + countOf(results, "skipped")}" time="${seconds(results)}"`;

/** Formats results as JUnit XML, with a suite for each consumer. */
export function verifyJunit(results: readonly InteractionResult[], startedAt: Date): string {
  const timestamp = startedAt.toISOString();
  const consumers = [...new Set(results.map(({ interaction }) => interaction.consumer))];
  const suites = consumers.flatMap((consumer) => {
    const own = results.filter(({ interaction }) => interaction.consumer === consumer);
    const open = `  <testsuite name="${xml(consumer)}" timestamp="${timestamp}" ${counts(own)}>`;
    return [open, ...own.map(testCase), "  </testsuite>"];
  });
  return testSuites(`name="luna-sandbox verify" timestamp="${timestamp}" ${counts(results)}`, suites);
}
