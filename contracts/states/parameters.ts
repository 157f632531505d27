import { allCardTypes, type CardStatus, type CardType, type StateParameter } from "../../mock-server/index.js";
import { isJson, type Json, parseJsonOr } from "../../shared/json.js";
import { unknownName } from "../../shared/nearest.js";

/** A provider state that cannot be set up: an unknown name, an invalid parameter, or a contradiction between states. */
export class ProviderStateError extends Error {
  override name = "ProviderStateError" as const;
}

/** A type of parameters. Consumers use many languages, so numbers can be strings and strings can be numbers. */
interface ValueType<T> {
  /** Description of valid values. */
  readonly kind: string;
  /** Returns the parsed value; undefined if it is invalid. */
  read(value: unknown): T | undefined;
}

/** A parameter of a provider state. */
export interface ParameterType<T = unknown> extends ValueType<T> {
  /** Description of the default. */
  readonly default: string;
  readonly description: string;
}

export type StateParameters = Readonly<Record<string, ParameterType>>;
/** Given parameters; the rest is absent. */
export type Given<P extends StateParameters> = {
  readonly [K in keyof P]?: P[K] extends ParameterType<infer T> ? T : never;
};

export const parameter = <T>(
  type: ValueType<T>,
  defaultText: string | number,
  description: string,
): ParameterType<T> => ({ ...type, default: String(defaultText), description });

const parseInteger = (value: unknown): number | undefined => {
  const number = typeof value === "string" && /^-?\d{1,16}$/.test(value.trim()) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) ? number : undefined;
};

export const integer = (min = 0, max = Number.MAX_SAFE_INTEGER): ValueType<number> => ({
  kind: max < Number.MAX_SAFE_INTEGER ? `an integer from ${min} to ${max}` : `an integer of at least ${min}`,
  read: (value) => {
    const number = parseInteger(value);
    return number !== undefined && number >= min && number <= max ? number : undefined;
  },
});

/** The id of a record. */
export const id = integer(1);

const percentage: ValueType<number> = {
  kind: "a number from 0 to 100",
  read: (value) => {
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    return typeof number === "number" && number >= 0 && number <= 100 ? number : undefined;
  },
};

const yesNo: ValueType<boolean> = {
  kind: "true or false",
  read: (value) => {
    if (typeof value === "boolean") return value;
    if (value === 1 || value === "1" || value === "true") return true;
    return value === 0 || value === "0" || value === "false" ? false : undefined;
  },
};

/** Returns the parameter that a card type describes. */
export function parameterOfType({ kind, default: defaultText, description, min, max }: StateParameter): ParameterType {
  const type = { percentage, boolean: yesNo, integer: integer(min, max) }[kind];
  return parameter<unknown>(type, defaultText, description);
}

export const text: ValueType<string> = {
  kind: "text",
  read: (value) =>
    typeof value === "number" ? String(value) : typeof value === "string" && value !== "" ? value : undefined,
};

/** Returns a type of texts that match a pattern; its first group is the value. */
const matching = (kind: string, pattern: RegExp): ValueType<string> => ({
  kind,
  read: (value) => pattern.exec(text.read(value) ?? "")?.[1],
});

/** Text for a header, where spaces at the ends would be lost. */
export const headerText = matching(
  "text of printable ASCII characters, without spaces at its ends",
  /^([!-~]([ -~]*[!-~])?)$/,
);

export const serialNumber = matching("digits, letters and dashes", /^([0-9A-Za-z-]{1,64})$/);

export const phone = matching("digits with the country code", /^\s*\+?0*(\d{1,15})\s*$/);

/** Accepts null for no value. */
export const orNull = <T>(type: ValueType<T>): ValueType<T | null> => ({
  kind: `${type.kind}, or null for none`,
  read: (value) => (value === null ? null : type.read(value)),
});

/** Parses a time as the API writes it or as ISO 8601; the default zone is UTC. */
const millisecondsOf = (time: string): number =>
  Date.parse(time.trim().replace(/^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(:\d\d(\.\d+)?)?)$/, "$1T$2Z"));

export const moment: ValueType<string> = {
  kind: "UNIX seconds or ISO 8601",
  read: (value) => {
    const seconds = parseInteger(value);
    const date = new Date(seconds === undefined ? millisecondsOf(String(value)) : seconds * 1000);
    return Number.isNaN(date.getTime()) || date.getTime() < 0 ? undefined : date.toISOString();
  },
};

/** An existing date. */
export const day: ValueType<string> = {
  kind: "a date such as 1990-05-17",
  read: (value) => {
    const date = String(value);
    const ms = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(date) : Number.NaN;
    return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(date) ? date : undefined;
  },
};

const statuses = ["not installed", "installed", "deleted"] as const satisfies readonly CardStatus[];

export const cardStatus: ValueType<CardStatus> = {
  kind: `one of ${statuses.join(", ")}`,
  read: (value) => statuses.find((status) => status === String(value).replaceAll("_", " ").toLowerCase()),
};

export const cardType: ValueType<CardType> = {
  kind: `one of ${allCardTypes.join(", ")}`,
  read: (value) => allCardTypes.find((type) => type === parseInteger(value)),
};

/** An object, or its JSON for consumers with text parameters only. */
export const object = (keys: readonly string[]): ValueType<Json> => ({
  kind: `an object of ${keys.join(", ")}`,
  read: (value) => {
    const found = typeof value === "string" ? parseJsonOr(value, undefined) : value;
    return isJson(found) && Object.keys(found).every((key) => keys.includes(key)) ? { ...found } : undefined;
  },
});

/** Parses the parameters of the state `name`. Throws ProviderStateError. */
export function parseParameters<P extends StateParameters>(name: string, parameters: P, params: Json): Given<P> {
  const read: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(params)) {
    const type = Object.hasOwn(parameters, key) ? parameters[key] : undefined;
    if (type === undefined)
      throw new ProviderStateError(unknownName("parameter", key, Object.keys(parameters), ` of "${name}"`));
    const found = type.read(value);
    if (found === undefined)
      throw new ProviderStateError(`${key} of "${name}" must be ${type.kind}, got ${JSON.stringify(value)}`);
    read[key] = found;
  }
  return read as Given<P>;
}
