import { expect, test } from "vitest";
import { allCardTypes } from "../../../mock-server/cards/index.js";
import { setup, testNow, testServer } from "../../support/sandbox.js";
import { ask } from "./ask.js";

test("a new sandbox has new companies, tokens and records", async () => {
  const { url } = await testServer();
  const created = await ask(`${url}/_luna/sandboxes`, "POST", { id: "mine", fixture: "demo", seed: 7, now: testNow });
  expect(created.status).toBe(201);
  expect(created.body).toMatchObject({ id: "mine", seed: 7, expiresAt: null, clock: { now: testNow, frozen: true } });
  expect(created.body.companies.map(({ id }: { id: string }) => id)).toEqual(["main", "rival"]);
  const tokens = new Set(created.body.companies.map(({ token }: { token: string }) => token));
  expect(tokens.size).toBe(2);
  expect(tokens).not.toContain("luna-demo-token");
  expect((await ask(`${url}/_luna/sandboxes/mine`, "GET")).body).toEqual(created.body);
  expect((await ask(`${url}/_luna/sandboxes`, "GET")).body.sandboxes).toHaveLength(2);
});

test("POST sandboxes without a body uses the demo and a generated id", async () => {
  const { url } = await testServer();
  const { status, body } = await ask(`${url}/_luna/sandboxes`, "POST");
  expect(status).toBe(201);
  expect((await ask(`${url}/_luna/sandboxes/${body.id}/state`, "GET")).body.templates).toHaveLength(
    allCardTypes.length + 2,
  );
});

test.each([
  [{ id: "Ünï" }, /id/],
  [{ id: "../x" }, /id/],
  [{ fixture: "nothing" }, /fixture/],
  [{ seed: -1 }, /seed must be at least 0/],
  [{ now: "2026-02-31T00:00:00Z" }, /must be an existing date and time/],
  [{ now: "yesterday" }, /now/],
  [{ ttlSeconds: 0 }, /ttlSeconds must be at least 1/],
  [{ sed: 1 }, /unknown key "sed"; did you mean "seed"\?/],
  [[], /must be of type object/],
  [
    { fixture: { formatVersion: 1, cards: [{ type: 0, templateId: 5, clientId: 1 }] } },
    /cards\.0\.templateId: template 5 does not exist/,
  ],
  [{ fixture: { formatVersion: 1, templates: [{ name: "T", type: 9 }] } }, /templates\.0/],
])("POST sandboxes refuses an invalid body with its place: %j", async (request, message) => {
  const { url } = await testServer();
  const { status, body } = await ask(`${url}/_luna/sandboxes`, "POST", request);
  expect(status).toBe(400);
  expect(body.error).toMatch(message);
  expect((await ask(`${url}/_luna/sandboxes`, "GET")).body.sandboxes).toHaveLength(1);
});

test("an existing id or token is 409, too many sandboxes are 429", async () => {
  const { url } = await testServer({ maxSandboxes: 2 });
  const fixture = { formatVersion: 1, companies: [{ id: "a", token: "luna-demo-token" }] };
  expect((await ask(`${url}/_luna/sandboxes`, "POST", { id: "default" })).status).toBe(409);
  expect((await ask(`${url}/_luna/sandboxes`, "POST", { fixture })).status).toBe(409);
  expect((await ask(`${url}/_luna/sandboxes`, "POST", {})).status).toBe(201);
  const { status, body } = await ask(`${url}/_luna/sandboxes`, "POST", {});
  expect(status).toBe(429);
  expect(body.error).toContain("--max-sandboxes");
});

test("a deletion removes tokens; default cannot be deleted", async () => {
  const { url } = await testServer();
  const { body } = await ask(`${url}/_luna/sandboxes`, "POST", { fixture: "empty" });
  expect((await ask(`${url}/_luna/sandboxes/${body.id}`, "DELETE")).status).toBe(204);
  expect((await ask(`${url}/_luna/sandboxes/${body.id}`, "GET")).status).toBe(404);
  const headers = { "x-access-token": body.companies[0].token };
  const refused = await fetch(`${url}/api/v1/getTemplates`, { method: "POST", headers });
  expect(await refused.json()).toEqual({ error: 1 });
  expect((await ask(`${url}/_luna/sandboxes/default`, "DELETE")).status).toBe(409);
});

test("a sandbox is deleted after its ttlSeconds", async () => {
  let now = Date.parse(testNow);
  const { services, sandbox } = await testServer({ realNow: () => now });
  const { id, expiresAt } = await sandbox({ fixture: "empty", ttlSeconds: 60 });
  expect(expiresAt).toBe("2026-01-15T12:01:00.000Z");
  now += 59_999;
  await services.sandboxes.sweep();
  expect((await services.sandboxes.get(id)).id).toBe(id);
  now += 1;
  await services.sandboxes.sweep();
  await expect(services.sandboxes.get(id)).rejects.toThrow(/unknown sandbox/);
});

test("ids that a fixture names are kept, and the sequences skip them", async () => {
  const { call, control } = await setup({ fixture: "empty" });
  const templates = [{ id: 1, name: "T", type: 6 }];
  await control("PUT", "/state", { formatVersion: 1, templates });
  const create = async (email: string) =>
    (await call("createClient", { sName: "S", fName: "F", email, idTemplate: 1 })).body.userID;
  const first = await create("a@example.com");
  await control("PUT", "/state", {
    formatVersion: 1,
    templates,
    clients: [{ id: first, templateId: 1, sName: "S", fName: "F" }],
  });
  expect(await create("b@example.com")).not.toBe(first);
});
