import fc from "fast-check";
import { expect, test } from "vitest";
import { noOffset, TextArena } from "../../../../mock-server/store/memory/request-ring.js";
import { mebibyte } from "../../../../shared/units.js";

test("the arena returns texts unchanged", () => {
  // JSON has at most six bytes for each unit of a string, and a block has 256 KiB.
  const maxLength = 40_000;
  const text = fc
    .tuple(fc.string({ unit: "grapheme" }), fc.nat(5000))
    .map(([part, times]) => part.repeat(Math.min(times, Math.floor(maxLength / Math.max(1, part.length)))));
  fc.assert(
    fc.property(fc.array(text, { maxLength: 12 }), (all) => {
      const texts = new TextArena(64 * mebibyte);
      const offsets = all.map((text) => texts.put({ json: JSON.stringify(text) }));
      const noted = texts.put({ placeholder: "no JSON" });
      expect(offsets.map((offset) => texts.get(offset))).toEqual(all);
      expect(texts.get(noted)).toBe("[no JSON]");
      expect(texts.get(texts.put({ json: Buffer.from('{"a":1}') }))).toEqual({ a: 1 });
    }),
    { numRuns: 20 },
  );
  expect(new TextArena(mebibyte).get(noOffset)).toBeNull();
});

test("the arena drops the oldest texts and reuses released memory", () => {
  const texts = new TextArena(mebibyte);
  const put = (n: number) => texts.put({ json: JSON.stringify({ n, text: "x".repeat(1000) }) });
  const offsets = Array.from({ length: 3000 }, (_, n) => put(n));
  const kept = offsets.filter((offset) => typeof texts.get(offset) === "object");
  expect(offsets.filter((offset) => !texts.hasDropped(offset))).toEqual(kept);
  expect(texts.bytes).toBeLessThanOrEqual(mebibyte);
  expect(kept.length).toBeGreaterThan(700);
  expect(kept.length).toBeLessThan(1100);
  expect(offsets.slice(-kept.length)).toEqual(kept);
  expect(texts.get(offsets[0] ?? noOffset)).toBe("[dropped]");
  expect(texts.get(kept[0] ?? noOffset)).toMatchObject({ n: 3000 - kept.length });

  expect(texts.get(offsets[2300] ?? noOffset)).toMatchObject({ n: 2300 });
  texts.release(offsets[2900] ?? noOffset);
  expect(texts.get(offsets[2300] ?? noOffset)).toBe("[dropped]");
  for (const [n, offset] of offsets.entries()) if (n >= 2900) expect(texts.get(offset)).toMatchObject({ n });
  // Reuses released memory without overwriting newer texts.
  const later = Array.from({ length: 500 }, (_, n) => put(3000 + n));
  for (const [n, offset] of later.entries()) expect(texts.get(offset)).toMatchObject({ n: 3000 + n });
  for (const [n, offset] of offsets.entries()) if (n >= 2900) expect(texts.get(offset)).toMatchObject({ n });
});

test("the arena stores a text again after a clear", () => {
  const texts = new TextArena(mebibyte);
  const before = texts.put({ json: '{"result":1}' });
  texts.clear();
  expect({ bytes: texts.bytes, text: texts.get(before) }).toEqual({ bytes: 0, text: "[dropped]" });
  expect(texts.get(texts.put({ json: '{"result":1}' }))).toEqual({ result: 1 });
});

test("few texts take little memory", () => {
  const texts = new TextArena(16 * mebibyte);
  expect(texts.bytes).toBe(0);
  texts.put({ json: '{"result":1}' });
  expect(texts.bytes).toBe(4096);
});

test("mayContain finds texts, and cannot exclude texts with escapes", () => {
  const texts = new TextArena(mebibyte);
  const offset = texts.put({ json: '{"serial":"297150-586-203"}' });
  const escaped = texts.put({ json: '{"serial":"\\u0032"}' });
  expect(texts.mayContain(offset, Buffer.from("150-586"))).toBe(true);
  expect(texts.mayContain(offset, Buffer.from("150-587"))).toBe(false);
  expect(texts.mayContain(escaped, Buffer.from("297"))).toBe(true);
  expect(texts.mayContain(noOffset, Buffer.from("297"))).toBe(false);
});
