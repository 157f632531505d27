import type { Iso } from "../model/records.js";

export const timestampRule = "must be an existing date and time";

const canonicalForm = /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Whether a text that begins like 2026-01-15 names an existing day. */
export function isExistingDay(text: string): boolean {
  const month = Number(text.slice(5, 7));
  const day = Number(text.slice(8, 10));
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(Number(text.slice(0, 4)), month);
}

/**
 * Returns a time or the beginning of a day in UTC as ISO 8601 with milliseconds; undefined if it does not exist. A text
 * that has this form already is not parsed: exports contain no other, and parsing takes ten times as long.
 */
export function parseTimestamp(text: string): Iso | undefined {
  if (canonicalForm.test(text)) return isExistingDay(text) ? text : undefined;
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) return undefined;
  const iso = new Date(ms).toISOString();
  return iso.startsWith(text.slice(0, 19).replace(/Z$/, "")) ? iso : undefined;
}
