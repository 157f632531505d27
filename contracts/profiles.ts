import { defaultReading, parseSwitches, type Reading, UnknownReading, withSwitches } from "../mock-server/index.js";
import { UsageError } from "../shared/usage-error.js";

/** The reading that `--set switch=value` asks for; undefined for the default one. */
export function readingOf(settings: readonly string[]): Reading | undefined {
  if (settings.length === 0) return undefined;
  try {
    const reading = withSwitches(defaultReading, parseSwitches(settings.join()));
    return reading === defaultReading ? undefined : reading;
  } catch (error) {
    throw error instanceof UnknownReading ? new UsageError(`--set: ${error.message}`) : error;
  }
}
