import type { Iso } from "../model/records.js";
import { FixtureError } from "./check.js";
import { demo, demoPeople } from "./demo.js";
import { people } from "./people.js";
import { asState, formatVersion, type State } from "./state.js";

export const fixtureNames = ["demo", "empty"] as const;

/** Returns a fixture by its name, or the given state. */
export async function fixture(named: unknown, seed: number, now: Iso): Promise<State> {
  if (named === "empty") return { formatVersion };
  if (named === "demo") return demo(seed, now, await people(seed, demoPeople));
  if (typeof named === "string") throw new FixtureError("fixture", `must be one of ${fixtureNames.join(", ")}`);
  return asState(named);
}
