import { defaultProfile, type Profile, parseSwitches, UnknownSwitchError, withSwitches } from "../mock-server/index.js";
import { UsageError } from "../shared/usage-error.js";

/** Parses the values of `--set`, such as `envelope=array`. Throws UsageError. */
export function parseSet(values: readonly string[]): Partial<Profile> {
  try {
    return values.length === 0 ? {} : parseSwitches(values.join());
  } catch (error) {
    throw error instanceof UnknownSwitchError ? new UsageError(`--set: ${error.message}`) : error;
  }
}

/** Parses `--set switch=value`; undefined for the default profile. Throws UsageError. */
export function parseProfile(values: readonly string[]): Profile | undefined {
  const profile = withSwitches(defaultProfile, parseSet(values));
  return profile === defaultProfile ? undefined : profile;
}
