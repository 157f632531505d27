import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeUtf8 } from "../../shared/utf8.js";

test("decodeUtf8 keeps the text and skips a byte order mark", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const expected = text.replace(/^\uFEFF+/, "");
      expect(decodeUtf8(Buffer.from(expected))).toBe(expected);
      expect(decodeUtf8(Buffer.from(`\uFEFF${expected}`))).toBe(expected);
    }),
  );
});

test.each([
  ["an é of cp1252", Buffer.from('{"a":"Ren\xe9e"}', "latin1"), "byte 0xe9 at offset 9"],
  ["UTF-16 with its mark", Buffer.from("\uFEFF{}", "utf16le"), "byte 0xff at offset 0"],
  ["a character that is cut off", Buffer.from("ab🎉").subarray(0, 5), "byte 0xf0 at offset 2"],
  ["a lone surrogate", Buffer.from([0x61, 0xed, 0xa0, 0x80]), "byte 0xed at offset 1"],
  [
    "a byte after other characters",
    Buffer.concat([Buffer.from("żółw 🎉\n"), Buffer.from([0x80])]),
    "0x80 at offset 13",
  ],
])("decodeUtf8 names the first invalid byte: %s", (_title, bytes, message) => {
  expect(() => decodeUtf8(bytes)).toThrow(message);
});
