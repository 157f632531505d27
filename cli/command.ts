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

/** Creates a command from its options and its work, which returns the exit code. */
export function defineCommand<const T extends OptionTable>(
  spec: CommandSpec<T>,
  run: (input: CommandInput<T>) => Promise<number>,
): Command {
  const { name, allowWords = false, usageErrors = [], expectedErrors = {}, stopsItself = false } = spec;
  const description: CommandDescription = { ...spec, options: { ...spec.options, ...helpOption } };
  const command = async (args: readonly string[], stop = new AbortController().signal): Promise<number> => {
    let variables: ReadonlyMap<string, string> = new Map();
    try {
      const dashes = args.indexOf("--");
      const read = readArgs(dashes < 0 ? args : args.slice(0, dashes), description.options, { allowWords });
      if (read.given.has("help")) {
        console.log(helpText(description));
        return 0;
      }
      variables = read.variables;
      const values = parseValues(read, spec.options);
      const afterDashes = dashes < 0 ? undefined : args.slice(dashes + 1);
      const input = { values, words: read.words, given: read.given, afterDashes, stop };
      if (!stopsItself) {
        stop.throwIfAborted();
        return await abandonOnAbort(run(input), stop);
      }
      const tell = () => console.error(`luna-sandbox ${name}: stopping; press Ctrl-C again to stop at once`);
      stop.addEventListener("abort", tell, { once: true });
      return await run(input).finally(() => stop.removeEventListener("abort", tell));
    } catch (error) {
      const isA = (known: ErrorClass) => error instanceof known;
      const isUsage = [UsageError, ...usageErrors].some(isA);
      const codes = Object.entries({ ...expectedErrors, [interruptedCode]: [InterruptedError] });
      const expectedCode = codes.find(([, known]) => known.some(isA))?.[0];
      if (!isUsage && expectedCode === undefined) throw error;
      const message = printable((error as Error).message);
      const usage = `${withVariableNames(message, variables)} (see luna-sandbox ${name} --help)`;
      console.error(`luna-sandbox ${name}: ${isUsage ? usage : message}`);
      return isUsage ? 2 : Number(expectedCode);
    }
  };
  return Object.assign(command, { description });
}
