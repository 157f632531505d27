import { checkPacts } from "../../contracts/check/check.js";
import type { CheckFinding } from "../../contracts/check/finding.js";
import { InvalidPactError } from "../../contracts/pact/parse.js";
import { readInteractions } from "../../contracts/pact/sources.js";
import { evidenceLevels } from "../../mock-server/index.js";
import { pluralized } from "../../shared/pluralized.js";
import { textTable, truncated } from "../../shared/text-table.js";
import { defineCommand } from "../command.js";
import { checkExitCodes, jsonOption, pactArguments, providerOption, requirePacts } from "../common-options.js";
import { oneOf } from "../option-table.js";

const findingJson = ({ interaction, method, severity, side, field, message, evidence }: CheckFinding) => ({
  consumer: interaction.consumer,
  source: interaction.source,
  interaction: interaction.description,
  method: method ?? null,
  severity,
  side,
  field,
  message,
  evidence: evidence ?? null,
});

function reportText(findings: readonly CheckFinding[], interactions: number): string {
  const rows = findings.map(({ interaction, method, severity, side, field, message, evidence }) => [
    severity,
    truncated(interaction.consumer, 24),
    severity === "error" ? truncated(interaction.description, 60) : "",
    method ?? truncated(interaction.request.path, 60),
    field === "" ? side : truncated(`${side} ${field}`, 60),
    evidence?.level ?? "",
    truncated(message, 300),
  ]);
  const head = ["", "consumer", "interaction", "method", "field", "evidence", "finding"];
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const sum = `${pluralized(interactions, "interaction")}: ${pluralized(errors, "error")}, ${pluralized(findings.length - errors, "note")}.`;
  return rows.length === 0 ? sum : `${textTable([head, ...rows])}\n\n${sum}`;
}

export const check = defineCommand(
  {
    name: "check",
    usage: [`check ${pactArguments} [options]`],
    description:
      "Sends no requests. Reports parts of a contract that the document lacks, and fields with a low evidence level.",
    options: {
      "fail-on": {
        value: "<level>",
        meaning: `fail if a contract relies on this evidence level or a weaker level: ${evidenceLevels.join(", ")}`,
        parse: oneOf(evidenceLevels),
      },
      provider: providerOption,
      json: jsonOption("findings"),
    },
    exitCodes: checkExitCodes,
    allowWords: true,
    expectedErrors: { 2: [InvalidPactError] },
  },
  async ({ values, words: sources }) => {
    requirePacts(sources);
    const interactions = await readInteractions(sources, values.provider);
    const findings = await checkPacts(interactions, { failOn: values["fail-on"] });
    console.log(
      values.json ? JSON.stringify(findings.map(findingJson), null, 2) : reportText(findings, interactions.length),
    );
    return findings.some(({ severity }) => severity === "error") ? 1 : 0;
  },
);
