import { expect, test } from "vitest";
import { membership } from "../../../mock-server/cards/membership.js";

test("membership.identity: a membership has no balance and no usePass action", () => {
  expect(membership.balances({}, {})).toEqual({});
  expect(membership.usePass).toEqual({});
});
