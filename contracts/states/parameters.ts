import { allCardTypes, type CardStatus, type CardType, type StateParameter } from "../../mock-server/index.js";
import { isJson, parseJsonOr } from "../../shared/json.js";
import { nearest } from "../../shared/nearest.js";

/** A provider state that cannot be set up: an unknown name, an invalid parameter, or a contradiction between states. */
export class ProviderStateError extends Error {
  override name = "ProviderStateError" as const;
}

/**
 * A parameter of a provider state. Consumers write parameters in many languages, so numbers can be strings and strings
 * can be numbers.
 */
export interface ParameterType<T = unknown> {
  /** Description of valid values. */
  readonly kind: string;
  /** Description of the default. */
  readonly default: string;
  readonly description: string;
  /** Returns the parsed value; undefined if it is invalid. */
  read(value: unknown): T | undefined;
}

export type StateParameters = Readonly<Record<string, ParameterType>>;
/** Given parameters; the rest is absent. */
export type Given<P extends StateParameters> = {
  readonly [K in keyof P]?: P[K] extends ParameterType<infer T> ? T : never;
};

type Text = { readonly default: string; readonly description: string };

const wholeNumber = (value: unknown): number | undefined => {
  const number = typeof value === "string" && /^-?\d{1,16}$/.test(value.trim()) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) ? number : undefined;
};

export const integerParameter = (text: Text, min = 0, max = Number.MAX_SAFE_INTEGER): ParameterType<number> => ({
  ...text,
  kind: max < Number.MAX_SAFE_INTEGER ? `an integer from ${min} to ${max}` : `an integer of at least ${min}`,
  read: (value) => {
    const number = wholeNumber(value);
    return number !== undefined && number >= min && number <= max ? number : undefined;
  },
});

const percentage = (text: Text): ParameterType<number> => ({
  ...text,
  kind: "a number from 0 to 100",
  read: (value) => {
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    return typeof number === "number" && number >= 0 && number <= 100 ? number : undefined;
  },
});

/** Returns the parameter that a card type describes. */
export function parameterOfType({ kind, default: defaultText, description, min, max }: StateParameter): ParameterType {
  const parameterText = { default: defaultText, description };
  if (kind === "percentage") return percentage(parameterText);
  return kind === "boolean" ? yesNo(parameterText) : integerParameter(parameterText, min, max);
}

const textOf = (value: unknown): string | undefined =>
  typeof value === "number" ? String(value) : typeof value === "string" && value !== "" ? value : undefined;

export const text = (text: Text): ParameterType<string> => ({ ...text, kind: "text", read: textOf });

/** Text for a header, where spaces at the ends would be lost. */
export const headerText = (text: Text): ParameterType<string> => ({
  ...text,
  kind: "text of printable ASCII characters, without spaces at its ends",
  read: (value) => {
    const found = textOf(value);
    return found !== undefined && /^[ -~]+$/.test(found) && found === found.trim() ? found : undefined;
  },
});

const orNull = <T>(parameter: ParameterType<T>): ParameterType<T | null> => ({
  ...parameter,
  kind: `${parameter.kind}, or null for none`,
  read: (value) => (value === null ? null : parameter.read(value)),
});

/** Text, or null for no value. */
export const textOrNull = (texts: Text) => orNull(text(texts));

export const phoneOrNull = (text: Text) =>
  orNull<string>({
    ...text,
    kind: "digits with the country code",
    read: (value) => /^\+?0*(\d{1,15})$/.exec(textOf(value)?.trim() ?? "")?.[1],
  });

export const serialNumberParameter = (text: Text): ParameterType<string> => ({
  ...text,
  kind: "digits, letters and dashes",
  read: (value) => {
    const serial = textOf(value);
    return serial !== undefined && /^[0-9A-Za-z-]{1,64}$/.test(serial) ? serial : undefined;
  },
});

const yesNo = (text: Text): ParameterType<boolean> => ({
  ...text,
  kind: "true or false",
  read: (value) => {
    if (typeof value === "boolean") return value;
    if (value === 1 || value === "1" || value === "true") return true;
    return value === 0 || value === "0" || value === "false" ? false : undefined;
  },
});

/** Parses a time as the API writes it or as ISO 8601; the default zone is UTC. */
const millisecondsOf = (text: string): number =>
  Date.parse(text.trim().replace(/^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(:\d\d(\.\d+)?)?)$/, "$1T$2Z"));

/** A time as text or in UNIX seconds. */
export const momentParameter = (text: Text): ParameterType<string> => ({
  ...text,
  kind: "UNIX seconds or ISO 8601",
  read: (value) => {
    const seconds = wholeNumber(value);
    const date = new Date(seconds === undefined ? millisecondsOf(String(value)) : seconds * 1000);
    return Number.isNaN(date.getTime()) || date.getTime() < 0 ? undefined : date.toISOString();
  },
});

export const momentOrNull = (text: Text) => orNull(momentParameter(text));

/** An existing date, or null. */
export const dayOrNull = (text: Text) =>
  orNull<string>({
    ...text,
    kind: "a date such as 1990-05-17",
    read: (value) => {
      const day = String(value);
      const ms = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(day) : Number.NaN;
      return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day) ? day : undefined;
    },
  });

const statuses = ["not installed", "installed", "deleted"] as const satisfies readonly CardStatus[];

export const cardStatus = (text: Text): ParameterType<CardStatus> => ({
  ...text,
  kind: `one of ${statuses.join(", ")}`,
  read: (value) => statuses.find((status) => status === String(value).replaceAll("_", " ").toLowerCase()),
});

export const cardType = (text: Text): ParameterType<CardType> => ({
  ...text,
  kind: `one of ${allCardTypes.join(", ")}`,
  read: (value) => {
    const number = wholeNumber(value);
    return allCardTypes.find((type) => type === number);
  },
});

/** An object, or its JSON for consumers with text parameters only. */
export const object = (text: Text, keys: readonly string[]): ParameterType<Readonly<Record<string, unknown>>> => ({
  ...text,
  kind: `an object of ${keys.join(", ")}`,
  read: (value) => {
    const found = typeof value === "string" ? parseJsonOr(value, undefined) : value;
    if (!isJson(found)) return undefined;
    return Object.keys(found).every((key) => keys.includes(key)) ? { ...found } : undefined;
  },
});

/** Parses the parameters of the state `name`. Throws ProviderStateError. */
export function given<P extends StateParameters>(
  name: string,
  parameters: P,
  params: Readonly<Record<string, unknown>>,
): Given<P> {
  const read: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(params)) {
    const parameter = Object.hasOwn(parameters, key) ? parameters[key] : undefined;
    if (parameter === undefined) throw unknownName("parameter", key, `of "${name}"`, Object.keys(parameters));
    const found = parameter.read(value);
    if (found === undefined)
      throw new ProviderStateError(`${key} of "${name}" must be ${parameter.kind}, got ${JSON.stringify(value)}`);
    read[key] = found;
  }
  return read as Given<P>;
}

function unknownName(kind: string, name: string, where: string, known: readonly string[]): ProviderStateError {
  const near = nearest(name, known);
  const all = known.length === 0 ? "they return no values" : `valid: ${known.join(", ")}`;
  const hint = near === undefined ? all : `did you mean ${JSON.stringify(near)}?`;
  return new ProviderStateError(`unknown ${kind} ${JSON.stringify(name)} ${where}; ${hint}`);
}

/** Throws ProviderStateError for a value that a request takes from its provider states but that they do not return. */
export function checkTaken(taken: readonly string[], returned: readonly string[]): void {
  const missing = taken.find((name) => !returned.includes(name));
  if (missing !== undefined) throw unknownName("provider state value", missing, "in the request", returned);
}
