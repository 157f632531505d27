import { expect, test } from "vitest";
import { generateClientId, generateSerialNumber, generateTemplateId } from "../../../mock-server/model/identity.js";

test("serialNumber returns 6-3-3 digits from seed and ordinal", () => {
  expect(generateSerialNumber(1, 1)).toBe("281654-389-771");
  expect(generateSerialNumber(2, 1)).not.toBe(generateSerialNumber(1, 1));
  for (let ordinal = 1; ordinal <= 1000; ordinal += 1)
    expect(generateSerialNumber(7, ordinal)).toMatch(/^\d{6}-\d{3}-\d{3}$/);
});

test("ids have the vendor's number of digits and are rarely equal", () => {
  const ids = Array.from({ length: 1000 }, (_, index) => generateClientId(1, index + 1));
  expect(ids.every((id) => id >= 10_000_000 && id < 100_000_000)).toBe(true);
  expect(new Set(ids).size).toBeGreaterThan(990);
  expect(generateTemplateId(1, 1)).toBeGreaterThan(99_999);
});
