import type { ParseArgsConfig } from "node:util";
import { parseCommand, printable, UsageError } from "../command-line.js";

export { UsageError };

type Options = NonNullable<ParseArgsConfig["options"]>;
type Parsed<O extends Options> = ReturnType<typeof parseCommand<O & { help: { type: "boolean"; short: "h" } }>>;

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
    const all = { ...options, help: { type: "boolean", short: "h" } } as const;
    const { values, positionals } = parseCommand(args, all, { words: true });
    if ((values as { readonly help?: boolean }).help) {
      console.log(help);
      return 0;
    }
    return await run(values, positionals);
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`luna-sandbox ${name}: ${printable(error.message)}\nSee luna-sandbox ${name} --help.`);
      return 2;
    }
    if (!expected.some((known) => error instanceof known)) throw error;
    console.error(`luna-sandbox ${name}: ${printable((error as Error).message)}`);
    return 2;
  }
}
