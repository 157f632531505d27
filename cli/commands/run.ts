import { writeFile } from "node:fs/promises";
import { constants } from "node:os";
import { accountIn } from "../../contracts/try/account.js";
import {
  type ClientReport,
  ControlError,
  createLunaServer,
  FixtureError,
  formatReport,
  InvalidOptionsError,
  ListenError,
  type LunaServer,
  UnknownSwitchError,
} from "../../mock-server/index.js";
import { printableLines } from "../../shared/printable.js";
import { interruptedCode } from "../../shared/signals.js";

import { ensureWritable, notWritable } from "../../shared/writable.js";
import { adminToken, adminTokenOptions } from "../admin-token.js";
import { type ChildEnd, runChild, SpawnError } from "../child/child.js";
import { clientEnvironment } from "../child/environment.js";
import { clientVariableList, clientVariableNames, clientVariableOptions } from "../client-variables.js";
import { defineCommand } from "../command.js";
import { requireCommand } from "../common-options.js";
import { exitCodeOf, type FailOn, failOnOption } from "../fail-on.js";
import { nowOption } from "../fixture-options.js";
import { type OptionTable, type OptionValues, parseInteger } from "../option-table.js";
import { parseServerOptions, serverOptions } from "../server-options.js";

const options = {
  "fail-on": failOnOption,
  report: { value: "<file>", meaning: "also write the client report as JSON" },
  ...serverOptions,
  now: nowOption,
  port: {
    value: "<n>",
    meaning: "port to listen on; 0 picks a free port",
    default: "0",
    parse: parseInteger(0, 65_535),
  },
  ...adminTokenOptions("token that the control plane requires in x-luna-admin-token"),
  ...clientVariableOptions,
} as const satisfies OptionTable;

type Values = OptionValues<typeof options>;

/** Returns the environment of the command; undefined removes a variable of this process. */
async function environmentOf(
  { url, services }: LunaServer,
  values: Values,
  token: string | undefined,
): Promise<NodeJS.ProcessEnv> {
  const state = await services.sandboxes.state("default");
  const served = { url, baseUrl: `${url}/api/v1`, profile: state.profile ?? {}, ...accountIn(state) };
  return {
    ...process.env,
    ...clientEnvironment(clientVariableNames(values), served),
    LUNA_URL: url,
    LUNA_ADMIN_TOKEN: token,
    LUNA_ADMIN_TOKEN_FILE: undefined,
  };
}

/** Returns the exit code that a shell would show. */
const codeOf = ({ code, signal }: ChildEnd): number => code ?? 128 + (signal === null ? 0 : constants.signals[signal]);

function printReport(report: ClientReport, requests: number): void {
  console.error(`\n${printableLines(formatReport(report))}`);
  if (requests === 0)
    console.error("luna-sandbox run: the command sent no request to the server; point it at LUNA_BASE_URL");
}

/** Returns the exit code of a command that succeeded. */
function successCode(report: ClientReport, requests: number, failOn: FailOn | undefined): 0 | 1 | 2 {
  if (failOn === undefined) return 0;
  return requests === 0 ? 2 : exitCodeOf(report, failOn);
}

/** Runs the command with a server and prints the report. Returns the exit code. Throws SpawnError. */
async function runWith(
  server: LunaServer,
  command: readonly string[],
  values: Values,
  token: string | undefined,
  stop: AbortSignal,
): Promise<number> {
  const { requests, reports } = server.services;
  reports.keepDeleted();
  const env = await environmentOf(server, values, token);
  stop.throwIfAborted();
  const end = await runChild(command, { env, foreground: true });
  const report = await reports.joined();
  printReport(report, requests.total);
  const { report: file, "fail-on": failOn } = values;
  if (file !== undefined)
    await writeFile(file, `${JSON.stringify(report, null, 2)}\n`).catch(notWritable("report", file));
  if (stop.aborted) return interruptedCode;
  return codeOf(end) || successCode(report, requests.total, failOn);
}

export const run = defineCommand(
  {
    name: "run",
    usage: ["run [options] -- <command>"],
    description: `Starts a server in memory on a free port, runs the command, such as the tests of a client, and prints the client report of all sandboxes on stderr, also of those that the command has deleted. The command gets these environment variables:

${clientVariableList([
  ["LUNA_URL", "the server, such as http://127.0.0.1:40123"],
  ["LUNA_ADMIN_TOKEN", "the admin token, if the server has one"],
])}`,
    options,
    notes:
      "The command is started without a shell. It has the input, the output and the terminal of luna-sandbox, and gets its signals.",
    exitCodes: {
      0: "the command succeeded",
      1: "it succeeded, but made mistakes that --fail-on selects",
      2: "could not run, or with --fail-on no requests or an incomplete report",
      127: "the command cannot be started",
      130: "interrupted",
    },
    allowWords: true,
    usageErrors: [UnknownSwitchError, InvalidOptionsError, FixtureError, ControlError],
    expectedErrors: { 2: [ListenError], 127: [SpawnError] },
    stopsItself: true,
  },
  async ({ values, words, afterDashes: command = [], stop }) => {
    requireCommand("run", words, command);
    if (values.report !== undefined) await ensureWritable("report", values.report);
    const token = adminToken(values);
    const server = await createLunaServer({
      ...parseServerOptions(values),
      port: values.port,
      ...(values.now === undefined ? {} : { now: values.now }),
      ...(token === undefined ? {} : { adminToken: token }),
    });
    try {
      return await runWith(server, command, values, token, stop);
    } finally {
      await server.close();
    }
  },
);
