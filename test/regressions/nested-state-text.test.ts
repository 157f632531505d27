import { expect, test } from "vitest";
import { setup } from "../support/sandbox.js";

/** Puts a state with a text in some nested arrays, as JSON that is padded with spaces. */
async function putNested(levels: number, text: string, padding = 0) {
  const { server, id } = await setup();
  const nested = "[".repeat(levels) + text + "]".repeat(levels);
  const body = `{"formatVersion":1,"profile":{"envelope":${nested}}}${" ".repeat(padding)}`;
  const response = await fetch(`${server.url}/_luna/sandboxes/${id}/state`, { method: "PUT", body });
  return { status: response.status, body: await response.json() };
}

test("a state with nested arrays around half a surrogate pair is refused", async () => {
  expect(await putNested(3, '"\\ud800"')).toEqual({
    status: 400,
    body: { error: "profile.envelope.0.0.0 must be Unicode text, got half of a surrogate pair" },
  });
});

test.each([0, 2 * 1024 * 1024])("a state with very many levels and %i spaces is refused", async (padding) => {
  expect(await putNested(100_000, "", padding)).toEqual({
    status: 400,
    body: { error: "a value must have at most 100 levels" },
  });
});
