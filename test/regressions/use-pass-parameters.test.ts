import { expect, test } from "vitest";
import { setup } from "../support/sandbox.js";

// usePass preferred `sum` to `numberStumps`, so an unvalidated parameter was used.
test.each([
  [{ passSerialNumber: "297150-586-203", numberStumps: 1, sum: -5 }, "totalStamps", 14],
  [{ passSerialNumber: "297150-586-205", action: "takeStamps", numberStumps: 1, sum: 3 }, "activeStamps", 2],
  [{ passSerialNumber: "297150-586-205", action: "spendPoints", sum: 2, numberStumps: 9 }, "numberScores", 7],
])("usePass reads the parameter that belongs to the action: %j", async (request, field, expected) => {
  const { call } = await setup();
  expect((await call("usePass", request)).body).toEqual({ result: 1 });
  const { body } = await call("getPassInfo", { passSerialNumber: request.passSerialNumber });
  expect(body[field]).toBe(expected);
});
