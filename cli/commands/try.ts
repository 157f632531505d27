import { setMaxListeners } from "node:events";
import { writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import type { TryStart } from "../../contracts/try/sandbox.js";
import { tryProfiles } from "../../contracts/try/try-profiles.js";
import { chosenValues, switchValueText, valuesNamed } from "../../contracts/try/value.js";
import { missed, notRun, type RequiredValues, type TryVerdict } from "../../contracts/try/verdict.js";
import { ControlError, FixtureError, InvalidOptionsError, UnknownSwitchError } from "../../mock-server/index.js";
import { untilAborted } from "../../shared/signals.js";
import { UsageError } from "../../shared/usage-error.js";
import { ensureWritable, notWritable } from "../../shared/writable.js";
import { SpawnError } from "../child/child.js";
import type { VariableNames } from "../child/environment.js";
import { clientVariableList, clientVariableNames, clientVariableOptions } from "../client-variables.js";
import { type CommandInput, defineCommand } from "../command.js";
import { checkExitCodes, jsonOption, junitOption, requireCommand, timeoutOption } from "../common-options.js";
import { exitCodeOf, failOnOption } from "../fail-on.js";
import { fixtureOption, fixtureOptions, nowOption, seedOption } from "../fixture-options.js";
import { type OptionTable, parseInteger } from "../option-table.js";
import { commandRun } from "./try.client.js";
import { verdictJson } from "./try.json.js";
import { tryJunit } from "./try.junit.js";
import { progressLine, tryReportText } from "./try.report.js";

const switchValues = "<switch[=value],…>";

const options = {
  pairs: { meaning: "also run combinations that contain each pair of the values that pass alone" },
  only: { value: switchValues, meaning: "run only these values", multiple: true },
  skip: { value: switchValues, meaning: "skip these values", multiple: true },
  require: {
    value: `<all|${switchValues.slice(1)}`,
    meaning: "values that must pass in addition to the default profile: all that are run, or only these",
    multiple: true,
  },
  "fail-on": failOnOption,
  "keep-going": { meaning: "continue after a failure of the default profile" },
  fixture: fixtureOption,
  seed: seedOption,
  now: nowOption,
  ...clientVariableOptions,
  jobs: {
    value: "<n>",
    meaning: "maximum number of concurrent runs; use 1 for a command that cannot run twice at a time",
    defaultText: "the number of cores",
    parse: parseInteger(1, 1000),
  },
  timeout: timeoutOption("timeout of a run", "300"),
  json: jsonOption("verdict"),
  junit: junitOption,
} as const satisfies OptionTable;

/** Options of a trial, with defaults filled in. */
interface TryOptions extends TryStart {
  /** The client's command and its arguments. */
  readonly words: readonly string[];
  readonly pairs: boolean;
  readonly only: readonly string[] | undefined;
  readonly skip: readonly string[];
  readonly required: RequiredValues;
  readonly keepGoing: boolean;
  readonly names: VariableNames;
  readonly jobs: number;
  readonly timeoutMs: number;
}

const splitByComma = (texts: readonly string[]): readonly string[] => texts.flatMap((text) => text.split(","));

/** Returns the options of a command line. Throws UsageError, or UnknownSwitchError. */
function tryOptions({ values, words, afterDashes = [] }: CommandInput<typeof options>): TryOptions {
  requireCommand("try", words, afterDashes);
  const only = values.only.length === 0 ? undefined : splitByComma(values.only);
  const choice = { only, skip: splitByComma(values.skip) };
  const requiredValues = splitByComma(values.require);
  const required = requiredValues.includes("all") ? "all" : valuesNamed(requiredValues);
  const missing = notRun(required, chosenValues(choice));
  if (missing !== undefined)
    throw new UsageError(`--require ${switchValueText(missing)} is not among the values that are run`);
  return {
    ...choice,
    ...fixtureOptions(values),
    ...(values.now === undefined ? {} : { now: values.now }),
    words: afterDashes,
    pairs: values.pairs,
    required,
    keepGoing: values["keep-going"],
    names: clientVariableNames(values),
    jobs: values.jobs ?? availableParallelism(),
    timeoutMs: 1000 * values.timeout,
  };
}

/** Runs the client under the profiles. When `interrupted` aborts, ends the running commands and waits for them. */
function tryClient(trial: TryOptions, interrupted: AbortSignal): Promise<TryVerdict> {
  const stop = new AbortController();
  // Every run in progress listens.
  setMaxListeners(0, stop.signal);
  untilAborted(interrupted).then(() => stop.abort(interrupted.reason));
  const client = commandRun(trial);
  return tryProfiles({
    ...trial,
    signal: stop.signal,
    run: (sandbox) =>
      client(sandbox).catch((error: unknown) => {
        // A missing command fails under every profile.
        if (error instanceof SpawnError) stop.abort(error);
        throw error;
      }),
    onRun: (run, index) => console.error(progressLine(run, index)),
  });
}

export const tryCommand = defineCommand(
  {
    name: "try",
    usage: ["try [options] -- <command>"],
    description: `Runs the command, such as the tests of a client, under the default profile, and then once under every other value of each switch (docs/switches.md). Each run has a new server. The command gets these environment variables:

${clientVariableList()}`,
    options,
    notes:
      "The command is started without a shell, in a process group that ends with it. Progress is printed on stderr.",
    exitCodes: {
      ...checkExitCodes,
      2: "could not run, or with --fail-on the client report is incomplete",
    },
    allowWords: true,
    usageErrors: [UnknownSwitchError, InvalidOptionsError, FixtureError, ControlError],
    expectedErrors: { 2: [SpawnError] },
    stopsItself: true,
  },
  async (input) => {
    const trial = tryOptions(input);
    const { json, junit: file, "fail-on": failOn } = input.values;
    const { required } = trial;
    if (file !== undefined) await ensureWritable("junit", file);
    const verdict = await tryClient(trial, input.stop);
    console.log(json ? JSON.stringify(verdictJson(verdict, required), null, 2) : tryReportText(verdict, required));
    if (file !== undefined) await writeFile(file, tryJunit(verdict)).catch(notWritable("junit", file));
    if (missed(verdict, required).length > 0) return 1;
    return failOn === undefined ? 0 : exitCodeOf(verdict.default.report, failOn);
  },
);
