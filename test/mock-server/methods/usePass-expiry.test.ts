import { expect, test } from "vitest";
import { cardTypes, type State, allCardTypes as types } from "../../../mock-server/index.js";
import { setup, testNow } from "../../support/sandbox.js";
import { expectAllRefused, expectRefused, testsOfEveryMethod, testsOfNumber } from "./every-method.js";

const now = Date.parse(testNow) / 1000;
const set = (expiryDate: unknown) => ({ action: "setExpirationDate", expiryDate });
const season = { passSerialNumber: "297150-586-210", ...set(now + 60) };

testsOfEveryMethod("usePass", season, ["passSerialNumber", "expiryDate"]);
testsOfNumber("usePass", season, "expiryDate");

/** Creates a template of each type with an expiry, and a card `card-<type>` that expired a day ago. */
const expiring: State = {
  formatVersion: 1,
  templates: types.map((type) => ({ id: type + 1, name: `T${type}`, type, expiry: { kind: "afterIssue", days: 30 } })),
  clients: types.map((type) => ({ id: type + 1, templateId: type + 1, sName: "Doe", fName: "Jane" })),
  cards: types.map((type) => ({
    serial: `card-${type}`,
    type,
    templateId: type + 1,
    clientId: type + 1,
    issuedAt: "2025-12-15T12:00:00.000Z",
  })),
};

const uses = [
  [0, { numberStumps: 1 }],
  [1, { action: "accruePoints", sum: 1 }],
  [2, { action: "addStamps", numberStumps: 1 }],
  [4, { action: "increaseTotalSpentSum", sum: 1 }],
  [5, { action: "accruePoints", sum: 1 }],
] as const;

test.each(uses)("usePass refuses an expired card of type %i until its extension", async (type, use) => {
  const sandbox = await setup({ fixture: expiring });
  const passSerialNumber = `card-${type}`;
  await expectRefused(sandbox, "usePass", { passSerialNumber, ...use }, { why: "expired" });
  expect((await sandbox.call("usePass", { passSerialNumber, ...set(now + 60) })).body).toEqual({ result: 1 });
  expect((await sandbox.call("usePass", { passSerialNumber, ...use })).body).toEqual({ result: 1 });
});

test.each(types)("setExpirationDate changes only the date of a card of type %i", async (type) => {
  const { call, control } = await setup({ fixture: expiring });
  const before = (await control("GET", "/state")).body;
  const answer = await call("usePass", { passSerialNumber: `card-${type}`, ...set(1_893_456_000) });
  expect(answer.body).toEqual({ result: 1 });
  const after = (await control("GET", "/state")).body;
  const expiresAt = "2030-01-01T00:00:00.000Z";
  before.cards[type] = { ...before.cards[type], expiresAt };
  expect(after).toEqual(before);
});

test.each(types)("refuses setExpirationDate on type %i where the template's setting is off", async (type) => {
  const passSerialNumber = cardTypes[type].demo.serial;
  await expectAllRefused(await setup(), "usePass", [
    [{ passSerialNumber, action: "setExpirationDate" }, { why: "expiryDate" }],
    [{ passSerialNumber, ...set(now + 60) }, { why: "setExpirationDate" }],
  ]);
});

test("setExpirationDate changes a card of a template with a fixed date", async () => {
  const fixture: State = {
    formatVersion: 1,
    templates: [{ id: 1, name: "T", type: 6, expiry: { kind: "fixed", at: "2026-06-01T00:00:00.000Z" } }],
    clients: [{ id: 1, templateId: 1, sName: "Doe", fName: "Jane" }],
    cards: [{ serial: "a", type: 6, templateId: 1, clientId: 1 }],
  };
  const { call, control } = await setup({ fixture });
  expect((await call("usePass", { passSerialNumber: "a", ...set(now) })).body).toEqual({ result: 1 });
  expect((await control("GET", "/state")).body.cards[0].expiresAt).toBe(testNow);
});

test("setExpirationDate ignores numberStumps", async () => {
  const { call } = await setup();
  expect((await call("usePass", { ...season, numberStumps: 3 })).body).toEqual({ result: 1 });
  expect((await call("usePass", { ...season, numberStumps: "x", sum: -1 })).body).toEqual({ result: 1 });
  const { body } = await call("getPassInfo", { passSerialNumber: "297150-586-210" });
  expect(body.totalStamps).toBe(0);
});

test("dates are accepted up to the year 9999", async () => {
  const sandbox = await setup();
  expect((await sandbox.call("usePass", { ...season, ...set(253_402_300_799) })).body).toEqual({ result: 1 });
  await expectRefused(sandbox, "usePass", { ...season, ...set(253_402_300_800) }, { why: "expiryDate" });
});

test("a date in the past expires a card at once", async () => {
  const sandbox = await setup();
  const { passSerialNumber } = season;
  expect((await sandbox.call("usePass", { ...season, ...set(1) })).body).toEqual({ result: 1 });
  await expectRefused(sandbox, "usePass", { passSerialNumber, numberStumps: 1 }, { why: "expired" });
});

test("a card is usable until its date by the sandbox's clock", async () => {
  const sandbox = await setup();
  const use = { passSerialNumber: "297150-586-210", numberStumps: 1 };
  await sandbox.control("PUT", "/clock", { advanceSeconds: 20 * 86_400 - 1 });
  expect((await sandbox.call("usePass", use)).body).toEqual({ result: 1 });
  await sandbox.control("PUT", "/clock", { advanceSeconds: 2 });
  await expectRefused(sandbox, "usePass", use, { why: "expired" });
});
