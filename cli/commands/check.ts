import { checkPacts } from "../../contracts/check/check.js";
import type { Finding } from "../../contracts/check/finding.js";
import { BadPact } from "../../contracts/pact/parse.js";
import { readInteractions } from "../../contracts/pact/sources.js";
import { type ProvenanceLevel, provenanceLevels } from "../../mock-server/index.js";
import { counted, shortened, table } from "../../shared/text-table.js";
import { UsageError } from "../../shared/usage-error.js";
import { runCommand } from "../command.js";

const help = `luna-sandbox check: does a client's contract fit the OpenAPI document?

  luna-sandbox check <file|folder|pattern|address> ... [options]

Nothing is run. It tells what the contract needs and the document lacks, and which fields nobody is sure of.

  --fail-on <level>   relying on this level or a weaker one is an error: ${provenanceLevels.join(", ")}
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

const findingJson = ({ interaction, operation, severity, side, field, message, provenance }: Finding) => ({
  consumer: interaction.consumer,
  source: interaction.source,
  interaction: interaction.description,
  operation: operation ?? null,
  severity,
  side,
  field,
  message,
  provenance: provenance ?? null,
});

function reportText(findings: readonly Finding[], interactions: number): string {
  const rows = findings.map(({ interaction, operation, severity, side, field, message, provenance }) => [
    severity,
    shortened(interaction.consumer, 24),
    severity === "error" ? shortened(interaction.description, 60) : "",
    operation ?? shortened(interaction.request.path, 60),
    field === "" ? side : shortened(`${side} ${field}`, 60),
    provenance?.level ?? "",
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
    { name: "check", help, options, words: true, expected: { 2: [BadPact] } },
    args,
    async ({ values, words: sources }) => {
      if (sources.length === 0) throw new UsageError("check which pacts? Name files, folders, patterns or a broker");
      const failOn = values["fail-on"] as ProvenanceLevel | undefined;
      if (failOn !== undefined && !provenanceLevels.includes(failOn))
        throw new UsageError(`--fail-on is one of ${provenanceLevels.join(", ")}, not ${JSON.stringify(failOn)}`);
      const interactions = await readInteractions(sources, values.provider);
      const findings = await checkPacts(interactions, { failOn });
      console.log(
        values.json ? JSON.stringify(findings.map(findingJson), null, 2) : reportText(findings, interactions.length),
      );
      return findings.some(({ severity }) => severity === "error") ? 1 : 0;
    },
    stop,
  );
