import { parseArgs } from "node:util";
import { nearest } from "../shared/nearest.js";
import { UsageError } from "../shared/usage-error.js";
import type { Option, OptionTable, OptionValues } from "./option-table.js";

/** Options and words of a command line, and options from the environment, before their values are parsed. */
export interface Args {
  readonly texts: ReadonlyMap<string, readonly string[] | boolean>;
  readonly words: readonly string[];
  /** Names of the options on the command line. */
  readonly given: ReadonlySet<string>;
  /** Variables that options were read from, by the option's name. */
  readonly variables: ReadonlyMap<string, string>;
}

/** Reads a command line, and variables for the options that it lacks. Throws UsageError for unknown options. */
export function readArgs(
  args: readonly string[],
  table: OptionTable,
  { allowWords = false, env = process.env }: { allowWords?: boolean; env?: NodeJS.ProcessEnv } = {},
): Args {
  const { values, positionals } = parseTokens(args, table);
  const [word] = positionals;
  if (!allowWords && word !== undefined) throw new UsageError(`unexpected argument ${JSON.stringify(word)}`);
  const texts = new Map<string, readonly string[] | boolean>();
  for (const [name, value] of Object.entries(values))
    if (value !== undefined) texts.set(name, typeof value === "boolean" ? value : [value].flat().map(String));
  const given = new Set(texts.keys());
  const variables = new Map<string, string>();
  for (const [name, option] of Object.entries(table)) {
    const variable = option.variables?.find((candidate) => env[candidate]);
    if (variable === undefined || given.has(name) || isOverruled(name, table, given)) continue;
    if (option.needs !== undefined && !given.has(option.needs)) continue;
    const text = env[variable] ?? "";
    variables.set(name, variable);
    texts.set(name, option.value === undefined || !option.multiple ? [text] : text.split(","));
  }
  return { texts, words: positionals, given, variables };
}

/** Whether an option on the command line excludes an option of the environment. */
const isOverruled = (name: string, table: OptionTable, given: ReadonlySet<string>): boolean =>
  [...given].some((other) => table[other]?.excludes === name || table[name]?.excludes === other);

/** Parses the values of options and fills in defaults. Throws UsageError. */
export function parseValues<T extends OptionTable>({ texts }: Args, table: T): OptionValues<T> {
  const values = Object.fromEntries(
    Object.entries(table).map(([name, option]) => [name, parseOption(`--${name}`, option, texts.get(name))]),
  );
  ensureCombinations(table, (name) => texts.has(name) && values[name] !== false);
  return values as OptionValues<T>;
}

/** Parses the value of an option. A flag of the command line is true; a flag of a variable is a text. */
function parseOption(option: string, definition: Option, found: readonly string[] | boolean | undefined): unknown {
  const { value, multiple, parse, default: defaultValue } = definition;
  const texts = typeof found === "object" ? found : undefined;
  if (value === undefined) return texts === undefined ? found === true : parseFlag(texts[0] ?? "", option);
  if (multiple) return texts ?? (defaultValue === undefined ? [] : [defaultValue]);
  const text = texts?.at(-1) ?? defaultValue;
  return text === undefined || parse === undefined ? text : parse(text, option);
}

function parseFlag(text: string, option: string): boolean {
  if (/^(1|true)$/.test(text)) return true;
  if (/^(0|false)$/.test(text)) return false;
  throw new UsageError(`${option} must be 1, true, 0 or false, got ${JSON.stringify(text)}`);
}

/** Throws UsageError for options that exclude each other, and for a missing option that another option needs. */
function ensureCombinations(table: OptionTable, isSet: (name: string) => boolean): void {
  for (const [name, { excludes, needs }] of Object.entries(table)) {
    if (!isSet(name)) continue;
    if (excludes !== undefined && isSet(excludes))
      throw new UsageError(`--${name} and --${excludes} exclude each other; choose one`);
    if (needs !== undefined && !isSet(needs)) throw new UsageError(`--${name} needs --${needs}`);
  }
}

/** Names the variable instead of the option in a message, for options that were read from a variable. */
export const withVariableNames = (message: string, variables: ReadonlyMap<string, string>): string =>
  message.replace(/--([a-z][a-z-]*)/g, (option, name: string) => variables.get(name) ?? option);

/** Splits a command line into options and words with the parser of Node. Throws UsageError. */
function parseTokens(args: readonly string[], table: OptionTable) {
  const options = Object.fromEntries(
    Object.entries(table).map(([name, { value, multiple = false, short }]) => [
      name,
      { type: value === undefined ? ("boolean" as const) : ("string" as const), multiple, ...(short && { short }) },
    ]),
  );
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: true });
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(usageMessage(error, Object.keys(table))) : error;
  }
}

/** Rephrases an error of Node's parser. */
function usageMessage({ message }: TypeError, names: readonly string[]): string {
  const option = /'(-[^'\s]*)/.exec(message)?.[1] ?? "an option";
  if (message.startsWith("Unknown option")) {
    const near = nearest(option.replace(/^-+/, ""), names);
    return `unknown option ${option}${near === undefined ? "" : `; did you mean --${near}?`}`;
  }
  if (message.includes("does not take an argument")) return `${option} takes no value`;
  const named = /--[\w-]+/.exec(message)?.[0] ?? option;
  if (message.includes("argument is ambiguous")) return `${named} needs a value; write ${named}=-… if it begins with -`;
  if (message.includes("argument missing")) return `${named} needs a value`;
  return message;
}
