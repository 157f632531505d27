import type { Run } from "./run.js";
import { type Switched, switchedTo, valuesIn } from "./value.js";

/**
 * Leaves out one value after the other of a combination that fails, as long as it still fails. What is left fails
 * together, and passes without any of its values. Two are the fewest, because each value passes alone.
 */
async function narrowed(found: Run, again: (switched: Switched) => Promise<Run>): Promise<Run> {
  let fewest = found;
  for (const { name } of valuesIn(found.switched)) {
    const left = valuesIn(fewest.switched).filter((value) => value.name !== name);
    if (left.length < 2) break;
    const run = await again(switchedTo(left));
    if (!run.passes) fewest = run;
  }
  return fewest;
}

const holds = (switched: Switched, part: Switched): boolean =>
  valuesIn(part).every(({ name, value }) => switched[name] === value);

/**
 * The values that fail together, for all combinations that fail: a combination that holds some that are known already
 * tells nothing new.
 */
export async function causesOf(
  failing: readonly Run[],
  again: (switched: Switched) => Promise<Run>,
): Promise<readonly Run[]> {
  const causes: Run[] = [];
  for (const run of failing) {
    if (causes.some(({ switched }) => holds(run.switched, switched))) continue;
    causes.push(await narrowed(run, again));
  }
  return causes;
}
