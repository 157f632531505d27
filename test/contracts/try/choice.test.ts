import fc from "fast-check";
import { expect, test } from "vitest";
import { combinations } from "../../../contracts/try/combinations.js";
import { chosenValues, switchValueText, valuesIn, valuesNamed } from "../../../contracts/try/value.js";
import { switchNames, UnknownSwitchError, valuesOf } from "../../../mock-server/index.js";

const chosen = (...args: Parameters<typeof chosenValues>) => chosenValues(...args).map(switchValueText);

test("without a choice all values but defaults are tried", () => {
  const all = switchNames.flatMap((name) =>
    valuesOf(name)
      .slice(1)
      .map((value) => `${name}=${value}`),
  );
  expect(chosen({})).toEqual(all);
});

test("only and skip take switches and values", () => {
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
  [{ only: ["envelop"] }, /unknown switch "envelop"; did you mean "envelope"\?/],
  [{ skip: ["envelope=list"] }, /envelope must be object or array, got "list"/],
  [{ only: ["envelope=array=1"] }, /envelope must be object or array, got "array=1"/],
  [{ only: ["phoneOut", "envelope=object"] }, /envelope=object is the default, which is always tried/],
])("unknown switches and values are refused: %j", (choice, message) => {
  expect(() => chosenValues(choice)).toThrow(UnknownSwitchError);
  expect(() => chosenValues(choice)).toThrow(message);
});

test("combinations contain every pair of values of different switches", () => {
  const every = chosenValues({});
  fc.assert(
    fc.property(fc.subarray([...every]), (values) => {
      const rows = combinations(values).map((switched) => valuesIn(switched).map(switchValueText));
      for (const [index, one] of values.entries()) {
        for (const other of values.slice(index + 1)) {
          const together = rows.some(
            (row) => row.includes(switchValueText(one)) && row.includes(switchValueText(other)),
          );
          expect(together).toBe(one.name !== other.name);
        }
      }
      const allowed = values.map(switchValueText);
      expect(rows.flat().filter((text) => !allowed.includes(text))).toEqual([]);
      expect(rows.filter((row) => row.length < 2)).toEqual([]);
    }),
    { numRuns: 30, examples: [[[...every]], [[]]] },
  );
});

test("combinations are few and deterministic", () => {
  const rows = combinations(chosenValues({}));
  expect(rows.length).toBeLessThan(20);
  expect(combinations(valuesNamed(switchNames).filter(({ name, value }) => value !== valuesOf(name)[0]))).toEqual(rows);
});
