import { UsageError } from "../shared/usage-error.js";
import { parseInteger } from "./option-table.js";

export const jsonOption = (subject: string) => ({ meaning: `print the ${subject} as JSON` }) as const;

export const junitOption = { value: "<file>", meaning: "also write a JUnit XML report" } as const;

export const providerOption = {
  value: "<name>",
  meaning: "name of the Luna API in the broker",
  default: "luna",
} as const;

/** Maximum delay of a timer in Node, in seconds. */
const maxTimerSeconds = 2_147_483;

export const timeoutOption = <const Default extends string>(meaning: string, defaultSeconds: Default) =>
  ({ value: "<seconds>", meaning, default: defaultSeconds, parse: parseInteger(1, maxTimerSeconds) }) as const;

/** Arguments that name pacts, for a line of usage. */
export const pactArguments = "<file|folder|glob|url>...";

/** Exit codes of commands that check something. */
export const checkExitCodes = { 0: "all pass", 1: "some fail", 2: "could not run", 130: "interrupted" } as const;

/** Throws UsageError if there is nothing to read pacts from. */
export function requirePacts(sources: readonly string[], alternative = ""): void {
  if (sources.length === 0)
    throw new UsageError(`no pacts given; pass files, folders, globs or a broker URL${alternative}`);
}

/** Throws UsageError if a command line has no command of a client after `--`. */
export function requireCommand(name: "run" | "try", words: readonly string[], afterDashes: readonly string[]): void {
  const advice = `pass the command after --, such as: luna-sandbox ${name} -- npm test`;
  if (words.length > 0) throw new UsageError(`unexpected argument ${JSON.stringify(words[0])}; ${advice}`);
  if ((afterDashes[0] ?? "") === "") throw new UsageError(`no command given; ${advice}`);
}
