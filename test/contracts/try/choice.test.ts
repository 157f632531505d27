import fc from "fast-check";
import { expect, test } from "vitest";
import { combinations } from "../../../contracts/try/pairs.js";
import { chosenValues } from "../../../contracts/try/plan.js";
import { valuesIn, valuesNamed, valueText } from "../../../contracts/try/value.js";
import { switchNames, UnknownSwitchError, valuesOf } from "../../../mock-server/index.js";

const chosen = (...args: Parameters<typeof chosenValues>) => chosenValues(...args).map(valueText);

test("without a choice every value is tried that is not a default", () => {
  const all = switchNames.flatMap((name) =>
    valuesOf(name)
      .slice(1)
      .map((value) => `${name}=${value}`),
  );
  expect(chosen({})).toEqual(all);
});

test("only and skip take switches and values, each value once", () => {
  expect(chosen({ only: ["resultMarker", "envelope=array", "resultMarker=none"] })).toEqual([
    "resultMarker=none",
    "resultMarker=both",
    "envelope=array",
  ]);
  expect(chosen({ only: ["resultMarker", "envelope"], skip: ["resultMarker=both", "envelope"] })).toEqual([
    "resultMarker=none",
  ]);
});

test.each([
  [{ only: ["envelop"] }, /there is no switch "envelop": there are envelope, /],
  [{ skip: ["envelope=list"] }, /envelope is object or array/],
  [{ only: ["envelope=array=1"] }, /envelope is object or array/],
  [{ only: ["phoneOut", "envelope=object"] }, /envelope=object is the default, which is tried anyway/],
])("what there is not is refused with what there is: %j", (choice, message) => {
  expect(() => chosenValues(choice)).toThrow(UnknownSwitchError);
  expect(() => chosenValues(choice)).toThrow(message);
});

test("any two values of different switches come together in some combination, and nothing else comes in", () => {
  const every = chosenValues({});
  fc.assert(
    fc.property(fc.subarray([...every]), (values) => {
      const rows = combinations(values).map((switched) => valuesIn(switched).map(valueText));
      for (const [place, one] of values.entries()) {
        for (const other of values.slice(place + 1)) {
          const together = rows.some((row) => row.includes(valueText(one)) && row.includes(valueText(other)));
          expect(together).toBe(one.name !== other.name);
        }
      }
      const allowed = values.map(valueText);
      expect(rows.flat().filter((text) => !allowed.includes(text))).toEqual([]);
      expect(rows.filter((row) => row.length < 2)).toEqual([]);
    }),
    { numRuns: 30, examples: [[[...every]], [[]]] },
  );
});

test("the combinations of all values are few, and the same each time", () => {
  const rows = combinations(chosenValues({}));
  expect(rows.length).toBeLessThan(20);
  expect(combinations(valuesNamed(switchNames).filter(({ name, value }) => value !== valuesOf(name)[0]))).toEqual(rows);
});
