import { parseSwitches, presentationSwitches, type Reading, UnknownReading, withSwitches } from "../domain/reading.js";

/**
 * A reading with what the header x-luna-reading sets for one request. Throws UnknownReading for a switch that is not
 * there and for one that changes a rule: that is a matter of a sandbox, not of a request.
 */
export function readingOf(reading: Reading, header: string | undefined): Reading {
  if (header === undefined) return reading;
  const set = parseSwitches(header);
  const changed = withSwitches(reading, set);
  const rule = Object.keys(set).find((name) => !Object.hasOwn(presentationSwitches, name));
  if (rule !== undefined)
    throw new UnknownReading(`${rule} changes a rule, so it is set for a sandbox: PUT /_luna/sandboxes/:id/reading`);
  return changed;
}
