import { expect, test } from "vitest";
import { allCardTypes } from "../../../mock-server/cards/index.js";
import { setup } from "../../support/sandbox.js";

test("getTemplates returns the company's templates in order of creation", async () => {
  const { call, rival } = await setup();
  const { status, body } = await call("getTemplates");
  expect(status).toBe(200);
  expect(body.result).toBe(1);
  expect(body.templates).toHaveLength(allCardTypes.length + 1);
  expect(body.templates[0]).toEqual({ id: 340717, name: "Coffee", type: 0 });
  const theirs = await call("getTemplates", {}, rival);
  expect(theirs.body.templates).toEqual([{ id: 340801, name: "Rival coffee", type: 0 }]);
});

test("a company without templates gets an empty list", async () => {
  const { call } = await setup({ fixture: "empty" });
  expect((await call("getTemplates")).body).toEqual({ result: 1, templates: [] });
});

test.each([
  ["no body", undefined],
  ["an array", "[1]"],
  ["malformed JSON", "{"],
])("getTemplates ignores %s", async (_what, body) => {
  const { server, token } = await setup({ fixture: "empty" });
  const headers = { "x-access-token": token };
  const response = await fetch(`${server.url}/api/v1/getTemplates`, {
    method: "POST",
    headers,
    ...(body === undefined ? {} : { body }),
  });
  expect(await response.json()).toEqual({ result: 1, templates: [] });
});

test("an unknown or missing token is error 1", async () => {
  const { call, server } = await setup({ fixture: "empty" });
  const unknown = await call("getTemplates", {}, "nobody");
  expect(unknown.body).toEqual({ error: 1 });
  expect(unknown.why).toContain("x-access-token");
  const none = await fetch(`${server.url}/api/v1/getTemplates`, { method: "POST" });
  expect(await none.json()).toEqual({ error: 1 });
});
