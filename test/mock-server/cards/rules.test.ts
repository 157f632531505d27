import { expect, test } from "vitest";
import { evidenceLevels } from "../../../mock-server/model/evidence.js";
import { rules } from "../../../mock-server/rules.js";

test.each(Object.entries(rules))("%s has a sentence, a known level and a source", (id, { text, level, source }) => {
  expect(id).toMatch(/^[a-z]+\.[a-zA-Z]+$/);
  expect(text).toMatch(/^\S.*\.$/);
  expect(evidenceLevels).toContain(level);
  expect(source.length).toBeGreaterThan(5);
});
