import type { ParseArgsConfig } from "node:util";
import { printable } from "../shared/printable.js";
import { abandonOnAbort, InterruptedError, interruptedCode } from "../shared/signals.js";
import { UsageError } from "../shared/usage-error.js";
import { parseCommand } from "./args.js";

type Options = NonNullable<ParseArgsConfig["options"]>;
type WithHelp<O extends Options> = O & { readonly help: { readonly type: "boolean"; readonly short: "h" } };
type ErrorClass = abstract new (...args: never[]) => Error;

/** A subcommand of luna-sandbox. */
export interface Command<O extends Options> {
  readonly name: string;
  readonly help: string;
  /** As node:util's parseArgs takes them; --help is added. */
  readonly options: O;
  /** Whether it takes words beside its options. */
  readonly words?: boolean;
  /** Errors that say that it was called wrongly, beside UsageError: exit code 2, and where the help is. */
  readonly usage?: readonly ErrorClass[];
  /** By the exit code that they end with: errors whose message says all there is to say. */
  readonly expected?: Readonly<Record<number, readonly ErrorClass[]>>;
  /** Whether it ends by itself when it is asked to stop; otherwise its work is abandoned, with exit code 130. */
  readonly stopsItself?: boolean;
}

/** What a command line asks for. */
export interface Asked<O extends Options> {
  readonly values: ReturnType<typeof parseCommand<WithHelp<O>>>["values"];
  readonly words: readonly string[];
  /** What follows `--`; undefined without it. */
  readonly after: readonly string[] | undefined;
  /** Aborts with InterruptedError when the command is asked to stop. */
  readonly stop: AbortSignal;
}

/**
 * Runs a subcommand and returns its exit code, with a line on stderr for every expected error. Throws the others. The
 * command is asked to stop by `stop`.
 */
export async function runCommand<const O extends Options>(
  { name, help, options, words = false, usage = [], expected = {}, stopsItself = false }: Command<O>,
  args: readonly string[],
  run: (asked: Asked<O>) => Promise<number>,
  stop: AbortSignal = new AbortController().signal,
): Promise<number> {
  try {
    const dashes = args.indexOf("--");
    const own = dashes < 0 ? args : args.slice(0, dashes);
    const all = { ...options, help: { type: "boolean", short: "h" } } as WithHelp<O>;
    const { values, positionals } = parseCommand(own, all, { words });
    if ((values as { readonly help?: boolean }).help) {
      console.log(help);
      return 0;
    }
    const after = dashes < 0 ? undefined : args.slice(dashes + 1);
    if (!stopsItself) stop.throwIfAborted();
    const work = run({ values, words: positionals, after, stop });
    return await (stopsItself ? work : abandonOnAbort(work, stop));
  } catch (error) {
    const isA = (known: ErrorClass) => error instanceof known;
    const isUsage = [UsageError, ...usage].some(isA);
    const codes = Object.entries({ ...expected, [interruptedCode]: [InterruptedError] });
    const expectedCode = codes.find(([, known]) => known.some(isA))?.[0];
    if (!isUsage && expectedCode === undefined) throw error;
    const hint = isUsage ? `. See luna-sandbox ${name} --help.` : "";
    console.error(`luna-sandbox ${name}: ${printable((error as Error).message)}${hint}`);
    return isUsage ? 2 : Number(expectedCode);
  }
}
