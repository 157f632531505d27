import fc from "fast-check";
import { expect, test } from "vitest";
import { StreamedJson } from "../../../mock-server/http/streamed-json.js";

/** Parses a text in chunks, with batches of a few bytes. Returns the error message of an invalid text. */
function streamed(text: string | Buffer, chunkBytes: number, batchBytes: number): unknown {
  const bytes = Buffer.from(text as string);
  const json = new StreamedJson("the body", batchBytes);
  try {
    for (let at = 0; at < bytes.length; at += chunkBytes) json.add(bytes.subarray(at, at + chunkBytes));
    return { value: json.end() };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

function parsed(text: string): unknown {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { error: "the body must be JSON" };
  }
}

const size = fc.integer({ min: 1, max: 40 });

test("JSON in chunks has the same value as at once", () => {
  fc.assert(
    fc.property(fc.json(), size, size, (text, chunkBytes, batchBytes) => {
      expect(streamed(text, chunkBytes, batchBytes)).toEqual(parsed(text));
    }),
    { numRuns: 500 },
  );
});

test("a changed text is accepted or refused as JSON.parse does", () => {
  const fragments = [",", "[", "]", "{", "}", '"', "\\", ":", "1", "", " ", '[1,{"a":[]}]', '"\\""'];
  const change = fc.record({ at: fc.nat(), deleted: fc.nat({ max: 3 }), added: fc.constantFrom(...fragments) });
  fc.assert(
    fc.property(fc.json(), fc.array(change, { maxLength: 3 }), size, size, (json, changes, chunkBytes, batchBytes) => {
      let text = json;
      for (const { at, deleted, added } of changes) {
        const place = at % (text.length + 1);
        text = text.slice(0, place) + added + text.slice(place + deleted);
      }
      expect(streamed(text.toWellFormed(), chunkBytes, batchBytes)).toEqual(parsed(text.toWellFormed()));
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ["[1,2,]"],
  ["[,1]"],
  ["[1,,2]"],
  ["[1}"],
  ["[1]]"],
  ['{"a":[1}}'],
  ['{"a":[1,2'],
  ['{"a":[1],}'],
  ['{"a":["\n"]}'],
  [""],
  ["[[1]"],
  ["[{]}]"],
])("%j is refused with any chunks and batches", (text) => {
  for (let chunkBytes = 1; chunkBytes <= 8; chunkBytes += 1)
    for (let batchBytes = 1; batchBytes <= 8; batchBytes += 1)
      expect(streamed(text, chunkBytes, batchBytes)).toEqual({ error: "the body must be JSON" });
});

test("the last of equal keys counts, and __proto__ is a key", () => {
  const text = '{"a":[1],"b":{"__proto__":[3]},"a":[2,[4]]}';
  const { value } = streamed(text, 3, 1) as { value: object };
  expect(JSON.stringify(value)).toBe('{"a":[2,[4]],"b":{"__proto__":[3]}}');
});

test("a byte order mark is skipped", () => {
  expect(streamed('\uFEFF{"a":[1]}', 1, 1)).toEqual({ value: { a: [1] } });
});

test.each([
  ["in a list", [Buffer.from('{"a":["'), Buffer.from([0xff]), Buffer.from('"]}')]],
  ["outside of lists", [Buffer.from('{"a":"'), Buffer.from([0xc3]), Buffer.from('"}')]],
])("a text that is not UTF-8 is refused %s", (_where, parts) => {
  expect(streamed(Buffer.concat(parts), 2, 2)).toEqual({ error: "the body must be UTF-8" });
});

test("more lists than a state can have are refused", () => {
  const text = `{${Array.from({ length: 101 }, (_, index) => `"k${index}":[]`).join(",")}}`;
  expect(streamed(text, 1000, 1000)).toEqual({ error: "a large body must have at most 100 lists outside of lists" });
});
