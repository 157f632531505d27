/** Comparison of list lengths before Pact's core. */
import { expect, test } from "vitest";
import { fitLengths } from "../../contracts/verify/list-lengths.js";

const rule = (...paths: readonly string[]) => ({
  body: Object.fromEntries(paths.map((path) => [path, { matchers: [{ match: "type" }] }])),
});

test.each([
  ["too short", [1, 2], [1], [1, 2]],
  ["too long", [1], [1, 2], [1]],
  ["expected empty", [], [1], []],
  ["missing", [1], [], [1]],
])("a list that is %s gets the expected length", (_what, wanted, got, shown) => {
  const { body, failures } = fitLengths({ rows: wanted }, { rows: got, more: 1 }, undefined);
  expect(body).toEqual({ rows: shown, more: 1 });
  const message = `expected a list of ${wanted.length} element${wanted.length === 1 ? "" : "s"}, got ${got.length}`;
  expect(failures).toEqual([{ where: "$.rows", expected: wanted, got, message }]);
});

test("nested lists are found; other differences stay", () => {
  const wanted = { rows: [{ a: [1] }, { a: [1, 2], "odd name": [[1]] }] };
  const got = { rows: [{ a: [9] }, { a: [], "odd name": [[1, 2]], b: 1 }] };
  const { body, failures } = fitLengths(wanted, got, undefined);
  expect(body).toEqual({ rows: [{ a: [9] }, { a: [1, 2], "odd name": [[1]], b: 1 }] });
  expect(failures.map(({ where }) => where)).toEqual(["$.rows[1].a", "$.rows[1]['odd name'][0]"]);
});

test.each([
  [rule("$.rows")],
  [rule("$")],
  [rule("$.*")],
  [rule("$['rows']")],
  [rule('$["rows"]')],
  [rule("rows")],
  [{ "$.body.rows": { min: 1 } }],
  [{ "$.body": { match: "type" } }],
  [{ "$['body']['rows']": { match: "type" } }],
])("a list with a rule may have any length: %j", (rules) => {
  const got = { rows: [1, 2] };
  expect(fitLengths({ rows: [1] }, got, rules)).toEqual({ body: got, failures: [] });
});

test.each([
  [undefined],
  [rule("$.rows[*].id")],
  [rule("$.rows[0]")],
  [rule("$.row")],
  [{ header: {} }],
  [{ "$.headers.x": { match: "type" } }],
  [{ "$.body.rows[*].id": { match: "type" } }],
])("a rule for another path does not allow other lengths: %j", (rules) => {
  expect(fitLengths({ rows: [{ id: 1 }] }, { rows: [] }, rules).failures).toHaveLength(1);
});

test.each([
  ["a list for an object", [], {}],
  ["an object for a list", {}, []],
  ["no JSON", [1], undefined],
  ["no expectation", undefined, { rows: [1] }],
  ["a field that is not there", {}, { rows: [1] }],
])("only pairs of lists are compared: %s", (_what, wanted, got) => {
  expect(fitLengths(wanted, got, undefined)).toEqual({ body: got, failures: [] });
});
