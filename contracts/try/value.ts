import { type Profile, type SwitchName, switchNames, UnknownSwitchError, valuesOf } from "../../mock-server/index.js";

/** One value of one switch. */
export interface Value {
  readonly name: SwitchName;
  readonly value: string;
}

/** The switches that a run sets; all others are at their default. */
export type Switched = Partial<Profile>;

export const isDefault = ({ name, value }: Value): boolean => valuesOf(name)[0] === value;

export const switchedTo = (values: readonly Value[]): Switched =>
  Object.fromEntries(values.map(({ name, value }) => [name, value]));

/** What a run sets, in the order of the registry. */
export const valuesIn = (switched: Switched): readonly Value[] =>
  switchNames.flatMap((name) => (switched[name] === undefined ? [] : [{ name, value: switched[name] }]));

export const sameValue = (one: Value, other: Value): boolean => one.name === other.name && one.value === other.value;

/** As `--set` writes it: `envelope=array`. */
export const valueText = ({ name, value }: Value): string => `${name}=${value}`;

/** The values of a run as text. */
export const switchedText = (switched: Switched): string =>
  valuesIn(switched).map(valueText).join(", ") || "the default profile";

/**
 * What `--only`, `--skip` and `--require` name: a switch stands for all its values. Throws UnknownSwitchError for a switch
 * or a value that there is not.
 *
 * @example
 * valuesNamed(["envelope=array", "phoneOut"]).length; // 3
 */
export function valuesNamed(texts: readonly string[]): readonly Value[] {
  return texts.flatMap((text) => {
    const [given, value, ...more] = text.trim().split("=");
    const name = switchNames.find((known) => known === given);
    if (name === undefined)
      throw new UnknownSwitchError(`there is no switch ${JSON.stringify(given)}: there are ${switchNames.join(", ")}`);
    const known = valuesOf(name);
    if (value === undefined) return known.map((each) => ({ name, value: each }));
    if (more.length > 0 || !known.includes(value)) throw new UnknownSwitchError(`${name} is ${known.join(" or ")}`);
    return [{ name, value }];
  });
}
