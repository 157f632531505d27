import { parseSwitches, presentationSwitches, type Profile, UnknownSwitchError, withSwitches } from "../model/profile.js";
import { SandboxRefusal } from "../model/sandbox-refusal.js";

/**
 * A profile with what the header x-luna-profile sets for one request. Refuses a switch that is not there and one that
 * changes a rule: that is a matter of a sandbox, not of a request.
 */
export function profileOf(profile: Profile, header: string | undefined): Profile {
  if (header === undefined) return profile;
  try {
    const set = parseSwitches(header);
    const changed = withSwitches(profile, set);
    const rule = Object.keys(set).find((name) => !Object.hasOwn(presentationSwitches, name));
    if (rule === undefined) return changed;
    throw new UnknownSwitchError(`${rule} changes a rule, so it is set for a sandbox: PUT /_luna/sandboxes/:id/profile`);
  } catch (error) {
    if (!(error instanceof UnknownSwitchError)) throw error;
    throw new SandboxRefusal(
      400,
      "request.profile",
      `x-luna-profile: ${error.message}`,
      "presentation switches as name=value",
    );
  }
}
