import { switchNames, UnknownSwitchError } from "../../mock-server/index.js";
import { isDefault, sameValue, type Value, valuesNamed, valueText } from "./value.js";

/** Which values are tried; each text is a switch or a value of it, such as `envelope` or `envelope=array`. */
export interface Choice {
  /** Only these; all if left out. */
  readonly only?: readonly string[] | undefined;
  /** Not these. */
  readonly skip?: readonly string[] | undefined;
}

/**
 * The values that are tried one at a time: all that are not a default. Throws UnknownSwitchError for a name or a value
 * that there is not, and for a default named in `only`.
 *
 * @example
 * chosenValues({ only: ["resultMarker"], skip: ["resultMarker=none"] }).length; // 1
 */
export function chosenValues({ only, skip = [] }: Choice): readonly Value[] {
  const named = only?.find((text) => text.includes("=") && valuesNamed([text]).every(isDefault));
  if (named !== undefined) throw new UnknownSwitchError(`${named.trim()} is the default, which is tried anyway`);
  const left = valuesNamed(skip);
  return valuesNamed(only ?? switchNames).filter(
    (value, place, all) =>
      !isDefault(value) &&
      !left.some((other) => sameValue(value, other)) &&
      all.findIndex((other) => valueText(other) === valueText(value)) === place,
  );
}
