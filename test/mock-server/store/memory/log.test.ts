import fc from "fast-check";
import { expect, test } from "vitest";
import { Log } from "../../../../mock-server/store/memory/log.js";

interface Row {
  readonly serial: string;
  readonly id: number;
}

test("a log pages a card's records newest first and is immutable", () => {
  const page = fc.record({ offset: fc.nat(70), limit: fc.nat(20) });
  fc.assert(
    fc.property(fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 120 }), page, (serials, { offset, limit }) => {
      const versions: { readonly log: Log<Row>; readonly rows: readonly Row[] }[] = [];
      let log = Log.empty<Row>();
      let rows: readonly Row[] = [];
      for (const [id, serial] of serials.entries()) {
        versions.push({ log, rows });
        log = log.add({ serial, id });
        rows = [...rows, { serial, id }];
      }
      for (const version of [...versions, { log, rows }]) {
        expect(version.log.all()).toEqual(version.rows);
        const newest = version.rows.filter(({ serial }) => serial === "a").reverse();
        expect(version.log.newest("a", offset, limit)).toEqual(newest.slice(offset, offset + limit));
      }
    }),
  );
});

test("every place of a long log is found", () => {
  let log = Log.empty<Row>();
  for (let id = 0; id < 3000; id += 1) log = log.add({ serial: "a", id });
  for (let offset = 0; offset < 3000; offset += 1) expect(log.newest("a", offset, 1)[0]?.id).toBe(2999 - offset);
  expect(log.newest("a", 3000, 1)).toEqual([]);
});
