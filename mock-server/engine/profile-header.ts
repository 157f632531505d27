import { parseSwitches, presentationSwitches, type Reading, UnknownReading, withSwitches } from "../model/profile.js";
import { OwnRefusal } from "../model/sandbox-refusal.js";

/**
 * A reading with what the header x-luna-reading sets for one request. Refuses a switch that is not there and one that
 * changes a rule: that is a matter of a sandbox, not of a request.
 */
export function readingOf(reading: Reading, header: string | undefined): Reading {
  if (header === undefined) return reading;
  try {
    const set = parseSwitches(header);
    const changed = withSwitches(reading, set);
    const rule = Object.keys(set).find((name) => !Object.hasOwn(presentationSwitches, name));
    if (rule === undefined) return changed;
    throw new UnknownReading(`${rule} changes a rule, so it is set for a sandbox: PUT /_luna/sandboxes/:id/reading`);
  } catch (error) {
    if (!(error instanceof UnknownReading)) throw error;
    throw new OwnRefusal(
      400,
      "request.reading",
      `x-luna-reading: ${error.message}`,
      "presentation switches as name=value",
    );
  }
}
