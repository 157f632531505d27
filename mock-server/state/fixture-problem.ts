import { defaultProfile } from "../model/profile.js";
import type { Iso } from "../model/records.js";
import { FixtureError } from "./fixture-error.js";
import { defaultSeed } from "./people.js";
import { asState, recordsOfState } from "./state.js";

/** Returns why a state is invalid; undefined if a sandbox can start with it. */
export function fixtureProblem(state: unknown, now: Iso): string | undefined {
  try {
    recordsOfState(asState(state), { seed: defaultSeed, now, profile: defaultProfile, newToken: String });
    return undefined;
  } catch (error) {
    if (error instanceof FixtureError) return error.message;
    throw error;
  }
}
