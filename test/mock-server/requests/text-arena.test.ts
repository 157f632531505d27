import fc from "fast-check";
import { expect, test } from "vitest";
import { nowhere, Texts } from "../../../mock-server/requests/text-arena.js";

const mebibyte = 1024 * 1024;

test("texts come back as they were", () => {
  const text = fc.tuple(fc.string({ unit: "grapheme" }), fc.nat(5000)).map(([part, times]) => part.repeat(times));
  fc.assert(
    fc.property(fc.array(text, { maxLength: 12 }), (all) => {
      const texts = new Texts(64 * mebibyte);
      const places = all.map((one) => texts.put({ json: JSON.stringify(one) }));
      const noted = texts.put({ note: "no JSON" });
      expect(places.map((place) => texts.get(place))).toEqual(all);
      expect(texts.get(noted)).toBe("[no JSON]");
      expect(texts.get(texts.put({ json: Buffer.from('{"a":1}') }))).toEqual({ a: 1 });
    }),
    { numRuns: 20 },
  );
  expect(new Texts(mebibyte).get(nowhere)).toBeNull();
});

test("the oldest are forgotten when there are too many, and those that nobody needs make place for others", () => {
  const texts = new Texts(mebibyte);
  const put = (n: number) => texts.put({ json: JSON.stringify({ n, text: "x".repeat(1000) }) });
  const places = Array.from({ length: 3000 }, (_, n) => put(n));
  const kept = places.filter((place) => typeof texts.get(place) === "object");
  expect(places.filter((place) => !texts.hasForgotten(place))).toEqual(kept);
  expect(texts.bytes).toBeLessThanOrEqual(mebibyte);
  expect(kept.length).toBeGreaterThan(700);
  expect(kept.length).toBeLessThan(1100);
  expect(places.slice(-kept.length)).toEqual(kept);
  expect(texts.get(places[0] ?? nowhere)).toBe("[not kept any more]");
  expect(texts.get(kept[0] ?? nowhere)).toMatchObject({ n: 3000 - kept.length });

  expect(texts.get(places[2300] ?? nowhere)).toMatchObject({ n: 2300 });
  texts.release(places[2900] ?? nowhere);
  expect(texts.get(places[2300] ?? nowhere)).toBe("[not kept any more]");
  for (const [n, place] of places.entries()) if (n >= 2900) expect(texts.get(place)).toMatchObject({ n });
  // What was given back is used again, and nothing that is needed is written over.
  const later = Array.from({ length: 500 }, (_, n) => put(3000 + n));
  for (const [n, place] of later.entries()) expect(texts.get(place)).toMatchObject({ n: 3000 + n });
  for (const [n, place] of places.entries()) if (n >= 2900) expect(texts.get(place)).toMatchObject({ n });
});

test("after a clear the same text is kept anew", () => {
  const texts = new Texts(mebibyte);
  const before = texts.put({ json: '{"result":1}' });
  texts.clear();
  expect([texts.bytes, texts.get(before)]).toEqual([0, "[not kept any more]"]);
  expect(texts.get(texts.put({ json: '{"result":1}' }))).toEqual({ result: 1 });
});

test("few texts take little memory", () => {
  const texts = new Texts(16 * mebibyte);
  expect(texts.bytes).toBe(0);
  texts.put({ json: '{"result":1}' });
  expect(texts.bytes).toBe(4096);
});
