import { printable } from "../shared/printable.js";
import { abandonOnAbort, InterruptedError, interruptedCode } from "../shared/signals.js";
import { UsageError } from "../shared/usage-error.js";
import { parseValues, readArgs, withVariableNames } from "./args.js";
import type { OptionTable, OptionValues } from "./option-table.js";
import { type CommandDescription, helpText } from "./output.js";

type ErrorClass = abstract new (...args: never[]) => Error;

/** A subcommand of luna-sandbox. `--help` is added to its options. */
export interface CommandSpec<T extends OptionTable> extends CommandDescription {
  readonly options: T;
  /** Whether it takes words in addition to its options. */
  readonly allowWords?: boolean;
  /** Errors of a wrong command line, in addition to UsageError: exit code 2 with a hint at the help. */
  readonly usageErrors?: readonly ErrorClass[];
  /** Errors with a message for users, by exit code. */
  readonly expectedErrors?: Readonly<Record<number, readonly ErrorClass[]>>;
  /** Whether it ends by itself when `stop` aborts; otherwise its work is abandoned, with exit code 130. */
  readonly stopsItself?: boolean;
}

export interface CommandInput<T extends OptionTable> {
  readonly values: OptionValues<T>;
  readonly words: readonly string[];
  /** Words after `--`; undefined without it. */
  readonly afterDashes: readonly string[] | undefined;
  /** Names of the options on the command line, without those of the environment. */
  readonly given: ReadonlySet<string>;
  /** Aborts with InterruptedError on the first signal. */
  readonly stop: AbortSignal;
}

/** Runs a command and returns its exit code. Throws unexpected errors. */
export type Command = ((args: readonly string[], stop?: AbortSignal) => Promise<number>) & {
  readonly description: CommandDescription;
};

const helpOption = { help: { meaning: "show this help", short: "h" } } as const;

/** Runs work that ends by itself when `stop` aborts. On the first signal it prints how to stop at once. */
function runStoppable(name: string, work: () => Promise<number>, stop: AbortSignal): Promise<number> {
  const notify = () => console.error(`luna-sandbox ${name}: stopping; press Ctrl-C again to stop at once`);
  stop.addEventListener("abort", notify, { once: true });
  return work().finally(() => stop.removeEventListener("abort", notify));
}

/** Runs work that is abandoned when `stop` aborts. */
function runAbandonable(work: () => Promise<number>, stop: AbortSignal): Promise<number> {
  stop.throwIfAborted();
  return abandonOnAbort(work(), stop);
}

/** Prints an expected error and returns its exit code. Throws unexpected errors. */
function reportError(
  error: unknown,
  { name, usageErrors = [], expectedErrors = {} }: Omit<CommandSpec<OptionTable>, "options">,
  variables: ReadonlyMap<string, string>,
): number {
  const isA = (known: ErrorClass) => error instanceof known;
  const print = (message: string) => console.error(`luna-sandbox ${name}: ${message}`);
  const message = printable(error instanceof Error ? error.message : "");
  if ([UsageError, ...usageErrors].some(isA)) {
    print(`${withVariableNames(message, variables)} (see luna-sandbox ${name} --help)`);
    return 2;
  }
  const codes = Object.entries({ ...expectedErrors, [interruptedCode]: [InterruptedError] });
  const code = codes.find(([, known]) => known.some(isA))?.[0];
  if (code === undefined) throw error;
  print(message);
  return Number(code);
}

/** Creates a command from its options and its work, which returns the exit code. */
export function defineCommand<const T extends OptionTable>(
  spec: CommandSpec<T>,
  run: (input: CommandInput<T>) => Promise<number>,
): Command {
  const { name, allowWords = false, stopsItself = false } = spec;
  const description: CommandDescription = { ...spec, options: { ...spec.options, ...helpOption } };
  const command = async (args: readonly string[], stop = new AbortController().signal): Promise<number> => {
    const dashes = args.indexOf("--");
    const ownArgs = dashes < 0 ? args : args.slice(0, dashes);
    const afterDashes = dashes < 0 ? undefined : args.slice(dashes + 1);
    let variables: ReadonlyMap<string, string> = new Map();
    try {
      const read = readArgs(ownArgs, description.options, { allowWords });
      if (read.given.has("help")) {
        console.log(helpText(description));
        return 0;
      }
      variables = read.variables;
      const input = {
        values: parseValues(read, spec.options),
        words: read.words,
        given: read.given,
        afterDashes,
        stop,
      };
      const work = () => run(input);
      return await (stopsItself ? runStoppable(name, work, stop) : runAbandonable(work, stop));
    } catch (error) {
      return reportError(error, spec, variables);
    }
  };
  return Object.assign(command, { description });
}
