import fc from "fast-check";
import { expect, test } from "vitest";
import { Ranked, Unexpired } from "../../../../mock-server/store/memory/ranked.js";

const position = fc.integer({ min: 0, max: 30 });

test("Ranked pages like a sorted list and is immutable", () => {
  const step = fc.record({ add: fc.boolean(), position });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 0, max: 12 }), (steps, offset) => {
      const model = new Set<number>();
      let ranked = Ranked.empty<string>();
      const past: [Ranked<string>, string[]][] = [];
      const sorted = () => [...model].sort((a, b) => a - b).map((at) => `k${at}`);
      for (const { add, position: at } of steps) {
        if (add) model.add(at);
        else model.delete(at);
        ranked = add ? ranked.with(at, `k${at}`) : ranked.without(at);
        past.push([ranked, sorted()]);
      }
      for (const [version, expected] of past) {
        expect(version.page(0, 100)).toEqual(expected);
        expect(version.page(offset, 5)).toEqual(expected.slice(offset, offset + 5));
      }
    }),
  );
});

test("Unexpired lists unexpired keys while time goes both ways", () => {
  const iso = (minute: number) => new Date(minute * 60_000).toISOString();
  const minute = fc.integer({ min: 0, max: 20 });
  const step = fc.oneof(
    fc.record({ kind: fc.constant("add" as const), position, at: fc.option(minute) }),
    fc.record({ kind: fc.constant("remove" as const), position, at: fc.constant(null) }),
    fc.record({ kind: fc.constant("look" as const), position, at: minute }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const model = new Map<number, string | null>();
      let list = Unexpired.empty<number>();
      for (const { kind, position: at, at: when } of steps) {
        if (kind === "look") {
          const now = iso(when ?? 0);
          list = list.at(now);
          const valid = [...model].filter(([, expires]) => expires === null || expires > now).map(([key]) => key);
          expect(list.page(0, 100)).toEqual(valid.sort((a, b) => a - b));
          continue;
        }
        const known = model.get(at);
        if (known !== undefined) {
          list = list.without(at, known);
          model.delete(at);
        }
        if (kind === "add") {
          const expires = when === null ? null : iso(when);
          list = list.with(at, at, expires);
          model.set(at, expires);
        }
      }
    }),
  );
});
