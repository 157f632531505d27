import { defaultProfile, type Profile, parseSwitches, UnknownSwitchError, withSwitches } from "../mock-server/index.js";
import { UsageError } from "../shared/usage-error.js";

/** The profile that `--set switch=value` asks for; undefined for the default one. */
export function profileOf(settings: readonly string[]): Profile | undefined {
  if (settings.length === 0) return undefined;
  try {
    const profile = withSwitches(defaultProfile, parseSwitches(settings.join()));
    return profile === defaultProfile ? undefined : profile;
  } catch (error) {
    throw error instanceof UnknownSwitchError ? new UsageError(`--set: ${error.message}`) : error;
  }
}
