/** Reasons of refusals name the sent value and a suggestion. */
import { expect, test } from "vitest";
import { createLunaServer } from "../../mock-server/index.js";
import { pact } from "../contracts/support/pacts.js";
import { verifyAll } from "../contracts/support/verify.js";
import { setup, startServer, stateText } from "../support/sandbox.js";

const card = { passSerialNumber: "297150-586-203" };

test.each<["usePass" | "getPassInfo" | "createClient" | "checkPassExistsByPhone" | "sendInfoPush", object, string]>([
  [
    "usePass",
    { ...card, numberStamps: 1 },
    'numberStumps is missing, null or empty: unknown key "numberStamps"; did you mean "numberStumps"?',
  ],
  [
    "usePass",
    { ...card, NumberStumps: 1 },
    'numberStumps is missing, null or empty: unknown key "NumberStumps"; did you mean "numberStumps"?',
  ],
  [
    "usePass",
    { passSerialNumber: "297150-586-204", acton: "accruePoints" },
    'action is missing, null or empty: unknown key "acton"; did you mean "action"?',
  ],
  [
    "getPassInfo",
    { passSerialNumer: "1" },
    'passSerialNumber is missing, null or empty: unknown key "passSerialNumer"; did you mean "passSerialNumber"?',
  ],
  [
    "createClient",
    { sName: "D", fName: "J", idTemplate: 340717, emial: "a@b.c" },
    'phone or email is missing, null or empty: unknown key "emial"; did you mean "email"?',
  ],
  [
    "checkPassExistsByPhone",
    { idTemplat: 1, phone: 1 },
    'idTemplate is missing, null or empty: unknown key "idTemplat"; did you mean "idTemplate"?',
  ],
  [
    "sendInfoPush",
    { pushSegmnt: "oneClient" },
    'pushSegment is missing, null or empty: unknown key "pushSegmnt"; did you mean "pushSegment"?',
  ],
])("a misspelt parameter is named: %s %j", async (method, body, reason) => {
  const world = await setup();
  const before = await stateText(world);
  const answer = await world.call(method, body);
  expect({ body: answer.body, why: answer.why }).toEqual({ body: { error: 4 }, why: reason });
  expect(await stateText(world)).toBe(before);
});

test.each([
  [{ ...card, serial: 1 }],
  [{ ...card, numberStamps: 1, numberStumps: null, 'number"Stumps': 1 }],
  [{ ...card, "numberStumps\r\nx: y": 1 }],
  [{ ...card, números: 1 }],
])("an uncertain or unprintable key is not suggested: %j", async (body) => {
  const { why } = await (await setup()).call("usePass", { ...body, numberStamps: undefined });
  expect(why).toBe("numberStumps is missing, null or empty");
});

test("verify names the misspelt key of a contract", async () => {
  const body = { ...card, numberStamps: 1 };
  const states = [{ name: "a stamp card", params: { serial: card.passSerialNumber } }];
  const [result] = await verifyAll(pact({ method: "usePass", states, body, answer: { result: 1 } }));
  expect(result?.verdict).toBe("failed");
  expect(JSON.stringify(result)).toContain('unknown key \\"numberStamps\\"; did you mean \\"numberStumps\\"?');
});

test.each<[string, string, unknown, string]>([
  ["PUT", "/clock", { advance: 3 }, 'unknown key "advance"; did you mean "advanceSeconds"?'],
  ["PUT", "/clock", { Now: "2026-01-15T12:00:00Z" }, 'unknown key "Now"; did you mean "now"?'],
  ["PUT", "/clock", { speed: 3 }, 'unknown key "speed"; valid: now, advanceSeconds, real'],
  ["PUT", "/clock", {}, "the body must have exactly one of the keys advanceSeconds, now, real"],
  [
    "PUT",
    "/clock",
    { real: true, advanceSeconds: 1 },
    "the body must have exactly one of the keys advanceSeconds, now, real",
  ],
  ["POST", "/templates", { name: "x", typ: 0 }, 'unknown key "typ"; did you mean "type"?'],
  [
    "POST",
    "/templates",
    { name: "x", type: 0, settings: { maxStamp: 3 } },
    'settings: unknown key "maxStamp"; did you mean "maxStamps"?',
  ],
  [
    "POST",
    "/templates",
    { name: "x", type: 0, settings: { tiers: [] } },
    'settings: unknown key "tiers"; valid: maxStamps, rewards',
  ],
  [
    "POST",
    "/templates",
    { name: "x", type: 3, settings: { maxStamps: 3 } },
    "settings must not have the key maxStamps",
  ],
  ["POST", "/templates", undefined, "the body must be of type object, got nothing"],
  [
    "POST",
    "/templates",
    { name: "x", type: 0, expiry: { kind: "fixed", day: 3 } },
    'expiry: unknown key "day"; valid: kind, at',
  ],
  ["PATCH", "/templates/340717", { setings: {} }, 'unknown key "setings"; did you mean "settings"?'],
  ["PATCH", "/clients/20779267", { Feild0: "x" }, 'unknown key "Feild0"; did you mean "Field0"?'],
  ["PUT", "/state", [1], "a state must be of type object, got a list"],
  ["PUT", "/state", { formatVersion: 1, templats: [] }, 'unknown key "templats"; did you mean "templates"?'],
  [
    "PUT",
    "/state",
    { formatVersion: 1, cards: [{ type: 0, templateId: 1, clientId: 1, statuss: "x" }] },
    'cards.0: unknown key "statuss"; did you mean "status"?',
  ],
  [
    "PUT",
    "/state",
    { formatVersion: 1, cards: [{ type: 0, templateId: 1, clientId: 1, status: "instaled" }] },
    'cards.0.status must be one of not installed, installed, deleted, got "instaled"; did you mean "installed"?',
  ],
])("the control plane names what is unknown: %s %s %j", async (method, path, body, reason) => {
  const { control } = await setup();
  const { status, body: answer } = await control(method, path, body);
  expect({ status, error: answer.error }).toEqual({ status: 400, error: expect.stringContaining(reason) });
});

test.each<[object, string]>([
  [{ fixture: "dmo" }, 'fixture must be one of demo, empty, got "dmo"; did you mean "demo"?'],
  [{ fixture: "full" }, "fixture must be one of demo, empty"],
  [{ fixure: "demo" }, 'unknown key "fixure"; did you mean "fixture"?'],
  [{ ttl: 5 }, 'unknown key "ttl"; did you mean "ttlSeconds"?'],
  [{ fixture: { formatVersion: 1, templats: [] } }, 'fixture: unknown key "templats"; did you mean "templates"?'],
  [{ fixture: { templates: [] } }, "fixture.formatVersion is missing"],
  [{ [`${"x".repeat(100)}`]: 1 }, `unknown key "${"x".repeat(64)}…"; valid: id, seed,`],
])("POST sandboxes refuses an unknown key with its name: %j", async (request, reason) => {
  const { server } = await setup();
  await expect(server.sandbox(request)).rejects.toThrow(reason);
  const response = await fetch(`${server.url}/_luna/sandboxes`, { method: "POST", body: JSON.stringify(request) });
  expect({ status: response.status, body: await response.json() }).toEqual({
    status: 400,
    body: { error: expect.stringContaining(reason) },
  });
});

test("a fixture that createLunaServer does not know names the nearest", async () => {
  await expect(createLunaServer({ fixture: "dmo" as "demo" })).rejects.toThrow('did you mean "demo"?');
});

test("now may be a Date in code", async () => {
  const now = "2026-01-15T12:00:00.000Z";
  const server = await startServer({ fixture: "empty", now: new Date(now) });
  expect((await server.services.sandboxes.get("default")).clock).toEqual({ now, frozen: true });
  expect((await server.sandbox({ now: new Date(now) })).clock).toEqual({ now, frozen: true });
  await expect(server.sandbox({ now: new Date("never") })).rejects.toThrow("now must be a valid Date");
  await expect(server.sandbox({ now: new Date(-1) })).rejects.toThrow(/must be from 1970/);
  await expect(server.sandbox({ now: 5 as unknown as Date })).rejects.toThrow("now must be of type string");
  for (const odd of [null, 5, [], "x"])
    await expect(server.sandbox(odd as unknown as object)).rejects.toThrow("must be of type object");
});

test.each([
  ["GET", "/_luna/nowhere"],
  ["GET", "/nowhere"],
  ["POST", "/api/v2/getPassInfo"],
  ["PUT", "/_luna/sandboxes/default/reset"],
  ["GET", "/_luna/sandboxes/none"],
  ["POST", "/_luna/sandboxes"],
  ["GET", "/_luna/sandboxes/default/requests?limt=1"],
])("refusals outside the vendor's path have only the key error: %s %s", async (method, path) => {
  const { server } = await setup();
  const response = await fetch(server.url + path, { method, ...(path === "/_luna/sandboxes" ? { body: "{" } : {}) });
  expect(response.status).toBeGreaterThanOrEqual(400);
  expect(await response.json()).toEqual({ error: expect.stringMatching(/\S/) });
});
