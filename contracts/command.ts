import type { ParseArgsConfig } from "node:util";
import { type Asked, runCommand as run, UsageError } from "../run-command.js";

export { UsageError };

type Options = NonNullable<ParseArgsConfig["options"]>;

/** Runs a subcommand: 0 when all is well, 1 when what it looked at is not, 2 when it cannot be told. */
export const runCommand = <const O extends Options>(
  {
    expected = [],
    ...command
  }: {
    readonly name: string;
    readonly help: string;
    readonly options: O;
    readonly expected?: readonly (new (...args: never[]) => Error)[];
  },
  args: readonly string[],
  work: (values: Asked<O>["values"], words: readonly string[]) => Promise<number>,
): Promise<number> =>
  run({ ...command, words: true, expected: expected.map((error) => [error, 2] as const) }, args, ({ values, words }) =>
    work(values, words),
  );
