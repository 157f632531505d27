import type { Clock, Iso } from "./records.js";

/** The moment that was last written out: many requests come within one millisecond. */
let last = { ms: 0, iso: new Date(0).toISOString() };

function isoOf(ms: number): Iso {
  if (ms !== last.ms) last = { ms, iso: new Date(Math.min(Math.max(ms, 0), latestMs)).toISOString() };
  return last.iso;
}

/**
 * Returns the time of a sandbox's clock at a real moment (milliseconds since 1970). A clock that has run beyond its end stands
 * there: records with a later date could not be loaded.
 */
export const nowOf = (clock: Clock, realMs: number): Iso => clock.now ?? isoOf(realMs + clock.offsetMs);

/** The clock can show any moment from 1970 to this one: a card issued then still expires in a year of four digits. */
export const latest: Iso = "9800-01-01T00:00:00.000Z";
const latestMs = Date.parse(latest);

/** Whether a clock can be set to a moment, in milliseconds since 1970. */
export const isShowable = (ms: number): boolean => ms >= 0 && ms <= latestMs;

export const notShowable = `clocks go from 1970 to ${latest}`;

/** A clock moved by some seconds; below zero it moves back. */
export function advanced(clock: Clock, seconds: number): Clock {
  if (clock.now === null) return { now: null, offsetMs: clock.offsetMs + Math.round(seconds * 1000) };
  return { now: new Date(Date.parse(clock.now) + Math.round(seconds * 1000)).toISOString(), offsetMs: clock.offsetMs };
}
