import { createRequire } from "node:module";
import { valuesOf } from "../../mock-server/index.js";
import { isDefault, type Switched, switchedTo, type Value, valuesIn } from "./value.js";

/** A CommonJS package, and loaders differ in what its default import is. */
const { make } = createRequire(import.meta.url)("covertable") as typeof import("covertable");

/**
 * Combinations in which any two of the given values of different switches come together at least once, and so does
 * each with the defaults of the others. A combination that sets fewer than two switches is left out: the runs of the
 * default profile and of the values one at a time are that already.
 */
export function combinations(values: readonly Value[]): readonly Switched[] {
  const names = [...new Set(values.map(({ name }) => name))];
  if (names.length < 2) return [];
  const factors = Object.fromEntries(
    names.map((name) => [
      name,
      [valuesOf(name)[0] ?? "", ...values.filter((value) => value.name === name).map(({ value }) => value)],
    ]),
  );
  return make(factors)
    .map((row) => switchedTo(valuesIn(row).filter((value) => !isDefault(value))))
    .filter((switched) => Object.keys(switched).length >= 2);
}
