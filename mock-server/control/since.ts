import { parseTimestamp } from "../state/timestamps.js";
import { ControlError } from "./control-error.js";

/** Parses `since`: returns a moment in milliseconds, or else a request id. Throws ControlError. */
export function parseSince(since: string | undefined): string | number | undefined {
  if (since === undefined || !/^\d{4}-/.test(since)) return since;
  const isMoment = /^[\d-]{10}(T\d\d:\d\d(:\d\d(\.\d+)?)?Z)?$/.test(since);
  const found = isMoment ? parseTimestamp(since) : undefined;
  if (found === undefined)
    throw new ControlError(
      400,
      `since must be a request id or a valid time in UTC such as 2026-01-15T12:00:00Z, got ${JSON.stringify(since)}`,
    );
  return Date.parse(found);
}

/** Returns the error for a request id that the request log does not have. */
export const unknownSince = (since: unknown): ControlError =>
  new ControlError(
    400,
    `unknown request id ${JSON.stringify(since)} in since; use a time in UTC such as 2026-01-15T12:00:00Z, or an id that the request log still has`,
  );
