import { expect, test } from "vitest";
import { provenanceLevels } from "../../../mock-server/model/evidence.js";
import { rules } from "../../../mock-server/cards/rules.js";

test.each(Object.entries(rules))("%s has a sentence, a known level and a source", (id, { text, level, source }) => {
  expect(id).toMatch(/^[a-z]+\.[a-zA-Z]+$/);
  expect(text).toMatch(/^\S.*\.$/);
  expect(provenanceLevels).toContain(level);
  expect(source.length).toBeGreaterThan(5);
});
