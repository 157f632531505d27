import { expect, test } from "vitest";
import { membership } from "../../../mock-server/cards/membership.js";

test("membership.identity: it has no balance, and usePass has no action for it", () => {
  expect(membership.balances({}, {})).toEqual({});
  expect(membership.usePass).toEqual({});
});
