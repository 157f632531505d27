import { createRequire } from "node:module";
import { valuesOf } from "../../mock-server/index.js";
import { isDefault, type Switched, switchedTo, type TriedValue, valuesIn } from "./value.js";
import type { TryRun } from "./verdict.js";

/** A CommonJS package, whose default import depends on the loader. */
const { make } = createRequire(import.meta.url)("covertable") as typeof import("covertable");

/**
 * Returns combinations that contain every pair of values of different switches, each value also with the defaults of the
 * other switches. Combinations of fewer than two values are left out, because they are tried anyway.
 */
export function combinations(values: readonly TriedValue[]): readonly Switched[] {
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

/** Removes values from a failing combination as long as it fails. Each value alone passes, so that at least two remain. */
async function narrow(failing: TryRun, replay: (switched: Switched) => Promise<TryRun>): Promise<TryRun> {
  let smallest = failing;
  for (const { name } of valuesIn(failing.switched)) {
    const rest = valuesIn(smallest.switched).filter((value) => value.name !== name);
    if (rest.length < 2) break;
    const run = await replay(switchedTo(rest));
    if (!run.passes) smallest = run;
  }
  return smallest;
}

/** Returns the smallest combinations that fail, each once. */
export async function causesOf(
  failing: readonly TryRun[],
  replay: (switched: Switched) => Promise<TryRun>,
): Promise<readonly TryRun[]> {
  const causes: TryRun[] = [];
  for (const run of failing) {
    const contains = (part: Switched) => valuesIn(part).every(({ name, value }) => run.switched[name] === value);
    if (!causes.some(({ switched }) => contains(switched))) causes.push(await narrow(run, replay));
  }
  return causes;
}
