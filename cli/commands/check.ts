import { checkPacts } from "../../contracts/check/check.js";
import type { Finding } from "../../contracts/check/finding.js";
import { InvalidPactError } from "../../contracts/pact/parse.js";
import { readInteractions } from "../../contracts/pact/sources.js";
import { type EvidenceLevel, evidenceLevels } from "../../mock-server/index.js";
import { counted, shortened, table } from "../../shared/text-table.js";
import { UsageError } from "../../shared/usage-error.js";
import { runCommand } from "../command.js";

const help = `luna-sandbox check: does a client's contract fit the OpenAPI document?

  luna-sandbox check <file|folder|pattern|address> ... [options]

Nothing is run. It tells what the contract needs and the document lacks, and which fields nobody is sure of.

  --fail-on <level>   relying on this level or a weaker one is an error: ${evidenceLevels.join(", ")}
  --provider <name>   what the broker calls the Luna API (luna)
  --json              print the findings as JSON
  --help

Exit code: 0 if it fits, 1 if not, 2 if it cannot be told, 130 after a signal.
`;

const options = {
  "fail-on": { type: "string" },
  provider: { type: "string", default: "luna" },
  json: { type: "boolean", default: false },
} as const;

const findingJson = ({ interaction, method, severity, side, field, message, evidence }: Finding) => ({
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

function reportText(findings: readonly Finding[], interactions: number): string {
  const rows = findings.map(({ interaction, method, severity, side, field, message, evidence }) => [
    severity,
    shortened(interaction.consumer, 24),
    severity === "error" ? shortened(interaction.description, 60) : "",
    method ?? shortened(interaction.request.path, 60),
    field === "" ? side : shortened(`${side} ${field}`, 60),
    evidence?.level ?? "",
    shortened(message, 300),
  ]);
  const head = ["", "consumer", "interaction", "operation", "field", "level", "what"];
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const sum = `${counted(interactions, "interaction")}: ${counted(errors, "error")}, ${counted(findings.length - errors, "note")}.`;
  return rows.length === 0 ? sum : `${table([head, ...rows])}\n\n${sum}`;
}

/** The command `luna-sandbox check`. */
export const check = (args: readonly string[], stop?: AbortSignal): Promise<number> =>
  runCommand(
    { name: "check", help, options, words: true, expected: { 2: [InvalidPactError] } },
    args,
    async ({ values, words: sources }) => {
      if (sources.length === 0) throw new UsageError("check which pacts? Name files, folders, patterns or a broker");
      const failOn = values["fail-on"] as EvidenceLevel | undefined;
      if (failOn !== undefined && !evidenceLevels.includes(failOn))
        throw new UsageError(`--fail-on is one of ${evidenceLevels.join(", ")}, not ${JSON.stringify(failOn)}`);
      const interactions = await readInteractions(sources, values.provider);
      const findings = await checkPacts(interactions, { failOn });
      console.log(
        values.json ? JSON.stringify(findings.map(findingJson), null, 2) : reportText(findings, interactions.length),
      );
      return findings.some(({ severity }) => severity === "error") ? 1 : 0;
    },
    stop,
  );
