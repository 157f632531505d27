import { orList } from "../../shared/lists.js";
import { nearest } from "../../shared/nearest.js";
import { presentationSwitches, ruleSwitches, type Switch } from "./switches.js";

type ValuesOf<T extends Readonly<Record<string, Switch>>> = {
  readonly [K in keyof T]: T[K]["values"][number]["value"];
};

export type PresentationProfile = ValuesOf<typeof presentationSwitches>;
export type RuleProfile = ValuesOf<typeof ruleSwitches>;
/** A value for every switch. */
export type Profile = PresentationProfile & RuleProfile;
export type SwitchName = keyof Profile;

/** All switches by name. */
export const switches: Readonly<Record<SwitchName, Switch>> = { ...presentationSwitches, ...ruleSwitches };
export const switchNames = Object.keys(switches) as SwitchName[];

/** Returns the values of a switch, the default first. */
export const valuesOf = (name: SwitchName): readonly string[] => switches[name].values.map(({ value }) => value);

/**
 * Returns the evidence for a value of a switch; empty for an unknown value.
 *
 * @example
 * evidenceOf("phoneOut", "string"); // "observed: a working public client reads a string of digits"
 */
export function evidenceOf(name: SwitchName, value: string): string {
  const found = switches[name].values.find((known) => known.value === value);
  return found === undefined ? "" : `${found.level}: ${found.why}`;
}

export const defaultProfile: Profile = Object.freeze(
  Object.fromEntries(switchNames.map((name) => [name, valuesOf(name)[0]])) as unknown as Profile,
);

/** Unknown switch or value. The message lists the valid ones. */
export class UnknownSwitchError extends Error {
  override name = "UnknownSwitchError" as const;
}

/**
 * Returns the switch with a name. Throws UnknownSwitchError. The message repeats a name only if it resembles a switch,
 * because any other text could be a token.
 */
export function switchNamed(name: string): SwitchName {
  if (Object.hasOwn(switches, name)) return name as SwitchName;
  const near = nearest(name, switchNames);
  throw new UnknownSwitchError(
    near === undefined
      ? `unknown switch; valid: ${switchNames.join(", ")}`
      : `unknown switch ${JSON.stringify(name)}; did you mean "${near}"?`,
  );
}

/** Throws UnknownSwitchError. The message has no text of the client, which could be a token. */
function ensureKnown(name: string, value: unknown): void {
  const values = valuesOf(switchNamed(name));
  if (!values.includes(value as string)) throw new UnknownSwitchError(`${name} must be ${orList(values)}`);
}

/**
 * Returns a profile with some switches set. Throws UnknownSwitchError.
 *
 * @example
 * withSwitches(defaultProfile, { envelope: "array" }).envelope; // "array"
 */
export function withSwitches(profile: Profile, set: Readonly<Record<string, unknown>>): Profile {
  for (const [name, value] of Object.entries(set)) ensureKnown(name, value);
  const changed = Object.entries(set).filter(([name, value]) => profile[name as SwitchName] !== value);
  return changed.length === 0 ? profile : Object.freeze({ ...profile, ...Object.fromEntries(changed) });
}

/**
 * Parses switches of a command line or a header. Throws UnknownSwitchError, also for an invalid list.
 *
 * @example
 * parseSwitches("envelope=array, errorStatus=4xx"); // { envelope: "array", errorStatus: "4xx" }
 */
export function parseSwitches(text: string): Partial<Profile> {
  const pairs = text.split(",").map((part) => {
    const [, name, value] = /^\s*(\w+)=([\w-]+)\s*$/.exec(part) ?? [];
    if (name === undefined || value === undefined)
      throw new UnknownSwitchError(
        "switches must be name=value, separated by commas, such as envelope=array,errorStatus=4xx",
      );
    ensureKnown(name, value);
    return [name, value] as const;
  });
  return Object.fromEntries(pairs);
}

/** Formats switches for a command line or a header; {@link parseSwitches} is the inverse. */
export const formatSwitches = (switched: Readonly<Record<string, unknown>>, separator = ","): string =>
  Object.entries(switched)
    .map(([name, value]) => `${name}=${value}`)
    .join(separator);

/** Returns a profile with the same values, and the set of switches that are read from it. */
export function trackSwitches(profile: Profile): {
  readonly observed: Profile;
  readonly consulted: ReadonlySet<SwitchName>;
} {
  const consulted = new Set<SwitchName>();
  const lookUp = (name: SwitchName) => () => {
    consulted.add(name);
    return profile[name];
  };
  const getters = switchNames.map((name) => [name, { enumerable: true, get: lookUp(name) }] as const);
  return { observed: Object.defineProperties({}, Object.fromEntries(getters)) as Profile, consulted };
}

/** Returns the switches of a profile that differ from the default. */
export const changedSwitches = (profile: Profile): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(profile).filter(([name, value]) => defaultProfile[name as SwitchName] !== value));
