import type { Command } from "../cli/command.js";
import { check } from "../cli/commands/check.js";
import { coverage } from "../cli/commands/coverage.js";
import { record } from "../cli/commands/record.js";
import { report } from "../cli/commands/report.js";
import { run } from "../cli/commands/run.js";
import { seed } from "../cli/commands/seed.js";
import { start } from "../cli/commands/start.js";
import { states } from "../cli/commands/states.js";
import { tryCommand } from "../cli/commands/try.js";
import { verify } from "../cli/commands/verify.js";
import { type CommandDescription, optionUsage } from "../cli/output.js";
import { summaries } from "../cli/summaries.js";
import { markdownTable } from "./markdown.js";

/** The descriptions of all commands, in the order of the help. */
export const commands: readonly CommandDescription[] = Object.values({
  start,
  verify,
  check,
  record,
  coverage,
  states,
  run,
  try: tryCommand,
  seed,
  report,
} satisfies Record<keyof typeof summaries, Command>).map(({ description }) => description);

const code = (text: string): string => `\`${text}\``;

const optionTable = ({ options }: CommandDescription): string =>
  markdownTable(
    ["option", "variable", "default", "meaning"],
    Object.entries(options).map(([name, option]) => [
      code(optionUsage(name, option)),
      (option.variables ?? []).map(code).join(", "),
      option.defaultText ?? (option.default === undefined ? "" : code(option.default)),
      `${option.meaning}${option.multiple ? " (repeatable)" : ""}`,
    ]),
  );

const section = (command: CommandDescription): string =>
  [`## ${command.name}`, "", `Purpose: ${summaries[command.name]}.`, "", optionTable(command)].join("\n");

/** Returns the exit codes of all commands as a table. */
function exitCodes(): string {
  const codes = ["0", "1", "2", "130"];
  const rows = commands.map((command) => {
    const meanings: Readonly<Record<string, string>> = command.exitCodes;
    return [code(command.name), ...codes.map((exitCode) => meanings[exitCode] ?? "")];
  });
  return markdownTable(["command", ...codes], rows);
}

/** Returns docs/configuration.md: the options of all commands with variable, default and meaning. */
export const configurationPage = (): string => `<!-- Made by \`npm run generate\`. Do not edit. -->
# Configuration

Look up every option of every command here, with its environment variable and its default.

- An option on the command line wins over its variable, and the variable wins over the default.
- An empty variable counts as not set. If an option has two variables, the first that is set counts.
- The variable of a flag is \`1\` or \`true\`, \`0\` or \`false\`. The variable of a repeatable option is a list with commas.
- A variable is ignored if the command line has an option that excludes it: with \`--memory\`, \`LUNA_DATA\` is ignored.

${commands.map(section).join("\n\n")}

## Other variables

${markdownTable(
  ["variable", "meaning"],
  [
    [code("LUNA_STACK"), "`1` prints the stack of an unexpected error"],
    [code("PACT_BROKER_BASE_URL"), "broker of `verify` if no pacts are given"],
    [code("PACT_BROKER_TOKEN"), "bearer token for the broker"],
    ["`PACT_BROKER_USERNAME`, `PACT_BROKER_PASSWORD`", "basic authentication for the broker"],
  ],
)}

\`run\`, \`try\` and \`record\` set variables for the command that they run; see [run](testing.md#run-a-command) and [try](try.md).

## Exit codes

${exitCodes()}
`;
