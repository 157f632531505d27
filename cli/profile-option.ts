import { defaultProfile, type Profile, parseSwitches, UnknownSwitchError, withSwitches } from "../mock-server/index.js";
import { UsageError } from "../shared/usage-error.js";

/** Parses `--set switch=value`; undefined for the default profile. Throws UsageError. */
export function parseProfile(settings: readonly string[]): Profile | undefined {
  if (settings.length === 0) return undefined;
  try {
    const profile = withSwitches(defaultProfile, parseSwitches(settings.join()));
    return profile === defaultProfile ? undefined : profile;
  } catch (error) {
    throw error instanceof UnknownSwitchError ? new UsageError(`--set: ${error.message}`) : error;
  }
}
