import fc from "fast-check";
import { expect, test } from "vitest";
import { isExistingDay, parseTimestamp } from "../../../mock-server/state/timestamps.js";

const upTo = (max: number, digits = 2) =>
  fc.integer({ min: 0, max }).map((value) => String(value).padStart(digits, "0"));

/** Texts in the canonical form. Months, days and times may be just beyond the last. */
const texts = fc
  .tuple(upTo(9999, 4), upTo(13), upTo(32), upTo(24), upTo(60), upTo(60), upTo(999, 3))
  .map(([year, month, day, hour, minute, second, ms]) => `${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`);

/** Near the ends of months, so that about half of the days exist. */
const nearMonthEnds = fc
  .tuple(upTo(9999, 4), upTo(13), fc.integer({ min: 27, max: 32 }))
  .map(([year, month, day]) => `${year}-${month}-${day}`);

/** The judgement of Date, without the short cut for canonical texts. */
function judgedByDate(text: string): string | undefined {
  const ms = Date.parse(text);
  const iso = Number.isNaN(ms) ? "" : new Date(ms).toISOString();
  return iso.startsWith(text.slice(0, 19)) ? iso : undefined;
}

test("a moment exists if Date returns the same text", () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(parseTimestamp(text)).toBe(judgedByDate(text));
    }),
  );
});

test("a day exists if Date returns the same day", () => {
  fc.assert(
    fc.property(nearMonthEnds, (day) => {
      expect(isExistingDay(day)).toBe(judgedByDate(day) !== undefined);
      const midnight = `${day}T00:00:00.000Z`;
      expect(parseTimestamp(midnight)).toBe(judgedByDate(midnight));
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ["2026-01-15T12:00:00Z", "2026-01-15T12:00:00.000Z"],
  ["2026-01-15T12:00:00.5Z", "2026-01-15T12:00:00.500Z"],
  ["2026-01-15", "2026-01-15T00:00:00.000Z"],
  ["2026-02-31", undefined],
  ["2026-01-15T24:00:00.000Z", undefined],
])("the moment %s becomes %s", (text, iso) => {
  expect(parseTimestamp(text)).toBe(iso);
});
