import { type ParseArgsConfig, parseArgs } from "node:util";
import { nearest } from "../shared/nearest.js";
import { UsageError } from "../shared/usage-error.js";

type Options = NonNullable<ParseArgsConfig["options"]>;
type Parsed<O extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: O; strict: true; allowPositionals: true }>
>;

/**
 * The options and the other words of a command line. Throws UsageError for an option that is not there, with the one
 * that was most likely meant, for one that lacks its value, and for words where the command takes none.
 */
export function parseCommand<const O extends Options>(
  args: readonly string[],
  options: O,
  { words = false }: { readonly words?: boolean } = {},
): Parsed<O> {
  try {
    const parsed = parseArgs({ args: [...args], options, strict: true, allowPositionals: true });
    const [word] = parsed.positionals;
    if (!words && word !== undefined) throw new UsageError(`there is nothing to do with ${JSON.stringify(word)}`);
    return parsed;
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(usage(error, Object.keys(options))) : error;
  }
}

/** What is wrong with an option, in our words: Node's speak of programming. */
function usage({ message }: TypeError, names: readonly string[]): string {
  const option = /'(-[^'\s]*)/.exec(message)?.[1] ?? "an option";
  if (message.startsWith("Unknown option")) {
    const near = nearest(option.replace(/^-+/, ""), names);
    return `there is no option ${option}${near === undefined ? "" : ` (did you mean --${near}?)`}`;
  }
  if (message.includes("does not take an argument")) return `${option} takes no value`;
  const named = /--[\w-]+/.exec(message)?.[0] ?? option;
  if (message.includes("argument is ambiguous")) return `${named} needs a value: one that begins with - is ${named}=-…`;
  if (message.includes("argument missing")) return `${named} needs a value`;
  return message;
}

/** An option that is a whole number. Throws UsageError with its limits for any other text. */
export function wholeNumber(name: string, text: string, max: number, min = 0): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max)
    throw new UsageError(`--${name} is a whole number from ${min} to ${max}, not ${JSON.stringify(text)}`);
  return value;
}

/**
 * Where the server is that an option names. Clients' base addresses end in `/api/v1`: that part is taken off. Throws
 * UsageError for what is no address.
 *
 * @example
 * serverAddress("url", "http://127.0.0.1:4010/api/v1/"); // "http://127.0.0.1:4010"
 */
export function serverAddress(name: string, text: string): string {
  if (!/^https?:\/\/./i.test(text) || !URL.canParse(text))
    throw new UsageError(`--${name} is an address such as http://127.0.0.1:4010, not ${JSON.stringify(text)}`);
  return text.replace(/(\/api\/v1)?\/*$/, "");
}
