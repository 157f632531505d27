import {
  type Profile,
  parseSwitches,
  presentationSwitches,
  UnknownSwitchError,
  withSwitches,
} from "../model/profile.js";
import { invalidProfileHeader } from "../refusals.js";

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
    throw new UnknownSwitchError(
      `${rule} changes a rule, so it is set for a sandbox: PUT /_luna/sandboxes/:id/profile`,
    );
  } catch (error) {
    if (!(error instanceof UnknownSwitchError)) throw error;
    throw invalidProfileHeader(error.message);
  }
}
