/** Lists whose length a contract fixes. */
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
])("a list that is %s gets the length that is expected", (_what, wanted, got, shown) => {
  const { answer, failures } = fitLengths({ rows: wanted }, { rows: got, more: 1 }, undefined);
  expect(answer).toEqual({ rows: shown, more: 1 });
  const message = `expected a list of ${wanted.length} element${wanted.length === 1 ? "" : "s"}, got ${got.length}`;
  expect(failures).toEqual([{ where: "$.rows", expected: wanted, got, message }]);
});

test("lists in lists are found, and values that differ stay as they are", () => {
  const wanted = { rows: [{ a: [1] }, { a: [1, 2], "odd name": [[1]] }] };
  const got = { rows: [{ a: [9] }, { a: [], "odd name": [[1, 2]], b: 1 }] };
  const { answer, failures } = fitLengths(wanted, got, undefined);
  expect(answer).toEqual({ rows: [{ a: [9] }, { a: [1, 2], "odd name": [[1]], b: 1 }] });
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
])("a list that a rule is for may have any length: %j", (rules) => {
  const got = { rows: [1, 2] };
  expect(fitLengths({ rows: [1] }, got, rules)).toEqual({ answer: got, failures: [] });
});

test.each([
  [undefined],
  [rule("$.rows[*].id")],
  [rule("$.rows[0]")],
  [rule("$.row")],
  [{ header: {} }],
  [{ "$.headers.x": { match: "type" } }],
  [{ "$.body.rows[*].id": { match: "type" } }],
])("a rule for something else does not let a list have another length: %j", (rules) => {
  expect(fitLengths({ rows: [{ id: 1 }] }, { rows: [] }, rules).failures).toHaveLength(1);
});

test.each([
  ["a list for an object", [], {}],
  ["an object for a list", {}, []],
  ["no JSON", [1], undefined],
  ["no expectation", undefined, { rows: [1] }],
  ["a field that is not there", {}, { rows: [1] }],
])("nothing is compared that is no pair of lists: %s", (_what, wanted, got) => {
  expect(fitLengths(wanted, got, undefined)).toEqual({ answer: got, failures: [] });
});
