import { expect, test } from "vitest";
import { History } from "../../../../mock-server/store/memory/sandbox.js";
import { Tables } from "../../../../mock-server/store/memory/tables.js";
import { recordsFor } from "../../../support/store.js";

test("undone steps beyond the limit leave a working history", () => {
  const history = new History({ steps: 3, changes: 100, replacements: 1, records: 100 });
  for (const version of [1, 2, 3, 4, 5]) history.add(1000 * version, []);
  for (let undone = 0; undone < 5; undone += 1) history.removeNewest();
  history.add(1000, []);
  const present = Tables.of(recordsFor("a"));
  expect(history.tablesAt(0, present, 1)?.records()).toEqual(present.records());
  expect(history.versionAt(1000, 1)).toBeUndefined();
});
