import { dayMs } from "../../shared/units.js";
import type { Iso } from "../model/records.js";
import { demoPeopleCount, demoState } from "./demo.js";
import { FixtureError } from "./fixture-error.js";
import { generatePeople } from "./people.js";
import { formatVersion, type State } from "./state.js";

export const fixtureNames = ["demo", "empty"] as const;

/**
 * Returns the time that the dates of a fixture are counted back from: the frozen clock, or the present. Without a frozen
 * clock, a demo begins at midnight UTC. All demos of a day with the same seed then have the same records.
 */
export function fixtureTime(fixture: unknown, frozen: Iso | null, realMs: number): Iso {
  if (frozen !== null) return frozen;
  return new Date(fixture === "demo" ? realMs - (realMs % dayMs) : realMs).toISOString();
}

/** Returns the state of a fixture, which is a name or a state. A state is not validated again. */
export async function loadFixture(fixture: unknown, seed: number, now: Iso): Promise<State> {
  if (fixture === "empty") return { formatVersion };
  if (fixture === "demo") return demoState(seed, now, await generatePeople(seed, demoPeopleCount));
  if (typeof fixture === "string") throw new FixtureError("fixture", `must be one of ${fixtureNames.join(", ")}`);
  return fixture as State;
}
