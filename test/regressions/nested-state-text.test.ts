import { expect, test } from "vitest";
import { setup } from "../support/sandbox.js";

test("a state with nested arrays around half a surrogate pair is refused at once", async () => {
  const { control } = await setup();
  const nested = JSON.parse(`${"[".repeat(500)}"\\ud800"${"]".repeat(500)}`);
  const { status, body } = await control("PUT", "/state", { formatVersion: 1, profile: { envelope: nested } });
  expect(status).toBe(400);
  expect(body.error).toContain("must be Unicode text");
});
