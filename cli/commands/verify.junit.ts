import { countOf, detailText, short } from "../../contracts/verify/report.js";
import type { InteractionResult } from "../../contracts/verify/verify.js";
import { escapeXml, junitReport, totalSeconds } from "../../shared/junit-xml.js";

function testCase(result: InteractionResult): string {
  const { interaction, verdict, failures } = result;
  const open = `<testcase classname="${escapeXml(interaction.consumer)}" name="${escapeXml(interaction.description)}" time="${totalSeconds([result])}"`;
  if (verdict === "passed") return `    ${open}/>`;
  const message = escapeXml(short(failures[0]?.message ?? verdict));
  const type = interaction.problem === undefined ? "mismatch" : "invalid pact";
  const inner =
    verdict === "failed"
      ? `<failure type="${type}" message="${message}">${escapeXml(detailText(result))}</failure>`
      : `<skipped message="${verdict}: ${message}"/>`;
  return `    ${open}>${inner}</testcase>`;
}

const counts = (results: readonly InteractionResult[]): string =>
  `tests="${results.length}" errors="0" failures="${countOf(results, "failed")}" ` +
  `skipped="${countOf(results, "pending") + countOf(results, "skipped")}" time="${totalSeconds(results)}"`;

/** Formats results as JUnit XML, with a suite for each consumer. */
export function verifyJunit(results: readonly InteractionResult[], startedAt: Date): string {
  const timestamp = startedAt.toISOString();
  const consumers = [...new Set(results.map(({ interaction }) => interaction.consumer))];
  const suites = consumers.flatMap((consumer) => {
    const own = results.filter(({ interaction }) => interaction.consumer === consumer);
    const open = `  <testsuite name="${escapeXml(consumer)}" timestamp="${timestamp}" ${counts(own)}>`;
    return [open, ...own.map(testCase), "  </testsuite>"];
  });
  return junitReport(`name="luna-sandbox verify" timestamp="${timestamp}" ${counts(results)}`, suites);
}
