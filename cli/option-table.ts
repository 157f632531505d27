import { orList } from "../shared/lists.js";
import { UsageError } from "../shared/usage-error.js";

/** An option of a command. Parsing, help and docs/configuration.md read it. */
export interface Option {
  readonly meaning: string;
  /** Placeholder of the value, such as `<file>`; a flag has none. */
  readonly value?: string;
  readonly default?: string;
  /** Description of a default that is computed. */
  readonly defaultText?: string;
  readonly short?: string;
  readonly multiple?: true;
  /** Throws UsageError; `option` is the name for its message, such as `--port`. */
  readonly parse?: (text: string, option: string) => unknown;
  /** Environment variables that stand for the option; the first that is set counts, and an empty variable is not set. */
  readonly variables?: readonly string[];
  /** An option that cannot be given too. */
  readonly excludes?: string;
  /** An option that must be given too. */
  readonly needs?: string;
  /** Heading in the help; the default is `Options`. */
  readonly group?: string;
}

export type OptionTable = Readonly<Record<string, Option>>;

type ValueOf<O> = O extends { readonly multiple: true }
  ? readonly string[]
  : O extends { readonly value: string }
    ?
        | (O extends { readonly parse: (text: string, option: string) => infer T } ? T : string)
        | (O extends { readonly default: string } ? never : undefined)
    : boolean;

export type OptionValues<T extends OptionTable> = { readonly [Name in keyof T]: ValueOf<T[Name]> };

/** Adds the environment variable of each option, such as LUNA_MAX_BODY for `max-body`. */
export const withVariables = <T extends OptionTable>(table: T): T =>
  Object.fromEntries(
    Object.entries(table).map(([name, option]) => [
      name,
      { ...option, variables: [`LUNA_${name.toUpperCase().replaceAll("-", "_")}`] },
    ]),
  ) as OptionTable as T;

/** Creates a parser of integers. */
export const parseInteger =
  (min: number, max: number) =>
  (text: string, option: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new UsageError(`${option} must be an integer from ${min} to ${max}, got ${JSON.stringify(text)}`);
  };

/** Creates a parser of a few words. */
export const oneOf =
  <const Word extends string>(words: readonly Word[]) =>
  (text: string, option: string): Word => {
    const found = words.find((word) => word === text);
    if (found !== undefined) return found;
    throw new UsageError(`${option} must be ${orList(words)}, got ${JSON.stringify(text)}`);
  };

/**
 * Parses the URL of a server. The `/api/v1` at the end of a client's base URL is removed.
 *
 * @example
 * serverUrl("http://127.0.0.1:4010/api/v1/", "--url"); // "http://127.0.0.1:4010"
 */
export function serverUrl(text: string, option: string): string {
  if (!/^https?:\/\/./i.test(text) || !URL.canParse(text))
    throw new UsageError(`${option} must be a URL such as http://127.0.0.1:4010, got ${JSON.stringify(text)}`);
  return text.replace(/(\/api\/v1)?\/*$/, "");
}
