import { type ParseArgsConfig, parseArgs } from "node:util";
import { nearest } from "../mock-server/index.js";

/** The command was called in a way that it does not understand: exit code 2. */
export class UsageError extends Error {
  override name = "UsageError" as const;
}

type Options = NonNullable<ParseArgsConfig["options"]>;
type Parsed<O extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: O & { help: { type: "boolean" } }; strict: true; allowPositionals: true }>
>;

function badArguments(name: string, options: Options, error: Error): UsageError {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== "ERR_PARSE_ARGS_UNKNOWN_OPTION") return new UsageError(error.message);
  const unknown = /'-*([^' =]+)/.exec(error.message)?.[1] ?? "";
  const names = Object.keys(options);
  const near = nearest(unknown, names);
  const hint = near === undefined ? `it has --${names.join(", --")}` : `did you mean --${near}?`;
  return new UsageError(`${name} has no option --${unknown}: ${hint}`);
}

/**
 * Runs a subcommand: 0 when all is well, 1 when what it looked at is not, 2 when it was called wrongly. `expected` are
 * errors whose message says all there is to say.
 */
export async function runCommand<const O extends Options>(
  {
    name,
    help,
    options,
    expected = [],
  }: {
    readonly name: string;
    readonly help: string;
    readonly options: O;
    readonly expected?: readonly (new (...args: never[]) => Error)[];
  },
  args: readonly string[],
  run: (values: Parsed<O>["values"], positionals: readonly string[]) => Promise<number>,
): Promise<number> {
  try {
    const all = { ...options, help: { type: "boolean" as const } };
    let parsed: Parsed<O>;
    try {
      parsed = parseArgs({ args: [...args], options: all, strict: true, allowPositionals: true }) as Parsed<O>;
    } catch (error) {
      throw badArguments(name, all, error as Error);
    }
    if ((parsed.values as { help?: boolean }).help) {
      console.log(help);
      return 0;
    }
    return await run(parsed.values, parsed.positionals);
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`${error.message}\nSee luna-sandbox ${name} --help.`);
      return 2;
    }
    if (!expected.some((known) => error instanceof known)) throw error;
    console.error(`luna-sandbox ${name}: ${(error as Error).message}`);
    return 2;
  }
}
