import {
  evidenceOf,
  type Profile,
  type SwitchName,
  switches,
  switchNamed,
  switchNames,
  UnknownSwitchError,
  valuesOf,
} from "../../mock-server/index.js";
import { orList } from "../../shared/lists.js";

export interface TriedValue {
  readonly name: SwitchName;
  readonly value: string;
}

/** The switches that a run sets. The rest are at their defaults. */
export type Switched = Partial<Profile>;

export const isDefault = ({ name, value }: TriedValue): boolean => valuesOf(name)[0] === value;

export const switchedTo = (values: readonly TriedValue[]): Switched =>
  Object.fromEntries(values.map(({ name, value }) => [name, value]));

/** Returns the values that a run sets, in the order of the switches. */
export const valuesIn = (switched: Switched): readonly TriedValue[] =>
  switchNames.flatMap((name) => (switched[name] === undefined ? [] : [{ name, value: switched[name] }]));

/** Returns a value as `--set` takes it, such as `envelope=array`. */
export const switchValueText = ({ name, value }: TriedValue): string => `${name}=${value}`;

export const sameValue = (a: TriedValue, b: TriedValue): boolean => switchValueText(a) === switchValueText(b);

export const switchedText = (switched: Switched): string =>
  valuesIn(switched).map(switchValueText).join(", ") || "the default profile";

/** Returns the evidence for a value, and advice for clients that fail under it. */
export const valueFacts = ({ name, value }: TriedValue) => ({
  evidence: evidenceOf(name, value),
  advice: switches[name].advice,
});

/**
 * Parses `--only`, `--skip` and `--require`; a switch stands for all its values. Throws UnknownSwitchError.
 *
 * @example
 * valuesNamed(["envelope=array", "phoneOut"]).length; // 3
 */
export function valuesNamed(texts: readonly string[]): readonly TriedValue[] {
  return texts.flatMap((text) => {
    const [switchName = "", value, ...more] = text.trim().split("=");
    const name = switchNamed(switchName);
    const known = valuesOf(name);
    if (value === undefined) return known.map((each) => ({ name, value: each }));
    if (more.length > 0 || !known.includes(value))
      throw new UnknownSwitchError(
        `${name} must be ${orList(known)}, got ${JSON.stringify([value, ...more].join("="))}`,
      );
    return [{ name, value }];
  });
}

/** Selects values by switches such as `envelope`, or values such as `envelope=array`. */
export interface ValueChoice {
  /** All values by default. */
  readonly only?: readonly string[] | undefined;
  readonly skip?: readonly string[] | undefined;
}

/**
 * Returns the values to try, without defaults. Throws UnknownSwitchError for an unknown name or value, and for a default
 * in `only`.
 *
 * @example
 * chosenValues({ only: ["resultMarker"], skip: ["resultMarker=none"] }).length; // 1
 */
export function chosenValues({ only, skip = [] }: ValueChoice): readonly TriedValue[] {
  const named = only?.find((text) => text.includes("=") && valuesNamed([text]).every(isDefault));
  if (named !== undefined) throw new UnknownSwitchError(`${named.trim()} is the default, which is always tried`);
  const skipped = new Set(valuesNamed(skip).map(switchValueText));
  const chosen = valuesNamed(only ?? switchNames).filter(
    (value) => !isDefault(value) && !skipped.has(switchValueText(value)),
  );
  return [...new Map(chosen.map((value) => [switchValueText(value), value])).values()];
}
