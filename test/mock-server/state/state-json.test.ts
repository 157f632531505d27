import fc from "fast-check";
import { expect, test } from "vitest";
import { stateJson } from "../../../mock-server/state/state-json.js";

const textOf = (state: object): string => [...stateJson(state)].join("");

test("a state in pieces is the JSON of the whole state", () => {
  const values = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }));
  fc.assert(
    fc.property(values, (state) => {
      expect(textOf(state)).toBe(JSON.stringify(state));
    }),
  );
});

test.each([0, 1, 199, 200, 201, 1000])("a list of %i rows is divided into pieces", (count) => {
  const rows = Array.from({ length: count }, (_, id) => ({ id }));
  expect(textOf({ rows, seed: undefined, last: 1 })).toBe(JSON.stringify({ rows, last: 1 }));
});

test("a list may be any iterable", () => {
  expect(textOf({ rows: new Set([1, 2]) })).toBe('{"rows":[1,2]}');
});
