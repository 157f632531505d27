import type { Clock, Iso } from "./records.js";

/**
 * Returns the time of a clock at a real moment in milliseconds since 1970. A clock stops at its last moment, because
 * records with a later date could not be loaded.
 */
export function nowOf(clock: Clock, realMs: number): Iso {
  if (clock.now !== null) return clock.now;
  const ms = Math.min(Math.max(realMs + clock.offsetMs, 0), latestMs);
  if (ms !== last.ms) last = { ms, iso: new Date(ms).toISOString() };
  return last.iso;
}

/** The last result: requests of the same millisecond share it. */
let last = { ms: 0, iso: "1970-01-01T00:00:00.000Z" };

/** The last moment of a clock. A card issued then still expires in a year of four digits. */
export const latestMoment: Iso = "9800-01-01T00:00:00.000Z";
const latestMs = Date.parse(latestMoment);

/** Whether a clock can be set to a moment in milliseconds since 1970. */
export const isClockTime = (ms: number): boolean => ms >= 0 && ms <= latestMs;

export const clockLimits = `must be from 1970-01-01T00:00:00.000Z to ${latestMoment}`;

/** Returns a clock moved by some seconds; a negative number moves it back. */
export function advancedClock(clock: Clock, seconds: number): Clock {
  if (clock.now === null) return { now: null, offsetMs: clock.offsetMs + Math.round(seconds * 1000) };
  return { now: new Date(Date.parse(clock.now) + Math.round(seconds * 1000)).toISOString(), offsetMs: clock.offsetMs };
}
