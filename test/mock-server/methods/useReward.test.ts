import { expect, test } from "vitest";
import type { State } from "../../../mock-server/index.js";
import { setup } from "../../support/sandbox.js";
import {
  expectAllRefused,
  expectRefused,
  testsOfCardMethod,
  testsOfEveryMethod,
  testsOfNumber,
} from "./every-method.js";

const valid = { passSerialNumber: "297150-586-203", numberRewards: 1 };

testsOfEveryMethod("useReward", valid, ["passSerialNumber", "numberRewards"]);
testsOfCardMethod("useReward", valid);
testsOfNumber("useReward", valid, "numberRewards");

/** Creates a sandbox with a stamp card `a` with 5 unused rewards. */
const withRewards = (card: object = {}) => {
  const balances = { activeStamps: 2, totalStamps: 32, unusedRewards: 5 };
  const fixture: State = {
    formatVersion: 1,
    templates: [{ id: 1, name: "Tea", type: 0, expiry: { kind: "afterIssue", days: 30 } }],
    clients: [{ id: 1, templateId: 1, sName: "Doe", fName: "Jane" }],
    cards: [{ serial: "a", type: 0, templateId: 1, clientId: 1, ...balances, ...card }],
  };
  return setup({ fixture });
};

test.each([
  [1, 4],
  [3, 2],
  [5, 0],
])("useReward writes off %i of 5 rewards and leaves %i", async (numberRewards, left) => {
  const { call } = await withRewards();
  const before = (await call("getPassInfo", { passSerialNumber: "a" })).body;
  const { status, body } = await call("useReward", { passSerialNumber: "a", numberRewards });
  expect(status).toBe(200);
  expect(body).toEqual({ result: 1 });
  const after = (await call("getPassInfo", { passSerialNumber: "a" })).body;
  expect(after).toEqual({ ...before, unusedRewards: left });
});

test("useReward refuses too many rewards and writes off none", async () => {
  const sandbox = await withRewards();
  const more = [6, 500, Number.MAX_SAFE_INTEGER];
  const calls = more.map((numberRewards) => [{ passSerialNumber: "a", numberRewards }, { why: "rewards" }] as const);
  await expectAllRefused(sandbox, "useReward", calls);
});

test("useReward refuses a reward after the last is used", async () => {
  const sandbox = await setup();
  expect((await sandbox.call("useReward", valid)).body).toEqual({ result: 1 });
  await expectRefused(sandbox, "useReward", valid, { why: "rewards" });
});

test.each([1, 2, 3, 4, 5, 6])("useReward refuses a card of type %i", async (type) => {
  const parameters = { ...valid, passSerialNumber: `297150-586-${203 + type}` };
  await expectRefused(await setup(), "useReward", parameters, { why: `type ${type}` });
});

test("useReward checks parameter, type and balance in this order", async () => {
  await expectAllRefused(await setup(), "useReward", [
    [{ passSerialNumber: "297150-586-204" }, { why: "numberRewards" }],
    [{ passSerialNumber: "297150-586-204", numberRewards: 50 }, { why: "type 1" }],
    [{ passSerialNumber: "297150-586-213", numberRewards: 50 }, { why: "expired" }],
  ]);
});

test("useReward refuses an expired card until its date is moved", async () => {
  const sandbox = await withRewards({ expiresAt: "2026-01-15T11:59:59.000Z" });
  const use = { passSerialNumber: "a", numberRewards: 1 };
  await expectRefused(sandbox, "useReward", use, { why: "expired" });
  const expiryDate = Date.parse("2026-02-01T00:00:00Z") / 1000;
  await sandbox.call("usePass", { passSerialNumber: "a", action: "setExpirationDate", expiryDate });
  expect((await sandbox.call("useReward", use)).body).toEqual({ result: 1 });
});

test.each(["not installed", "deleted"])("useReward works on a card that is %s", async (status) => {
  const { call } = await withRewards({ status });
  expect((await call("useReward", { passSerialNumber: "a", numberRewards: 5 })).body).toEqual({ result: 1 });
});

test("useReward writes off a reward with autoUse before the next visit", async () => {
  const { call } = await withRewards({ unusedRewards: 1, autoUseRewards: 1 });
  await call("useReward", { passSerialNumber: "a", numberRewards: 1 });
  expect((await call("usePass", { passSerialNumber: "a", numberStumps: 1 })).body).toEqual({ result: 1 });
  const { rows } = (await call("getPassOperations", { passSerialNumber: "a" })).body;
  expect(rows.map(({ action }: { action: string }) => action)).toEqual(["addStamps", "useReward"]);
});

test("useReward refuses a card of another company", async () => {
  const { call, rival } = await setup();
  const theirs = { passSerialNumber: "123444-522-344", numberRewards: 1 };
  expect((await call("useReward", theirs)).body).toEqual({ error: 3 });
  expect((await call("useReward", theirs, rival)).body).toEqual({ result: 1 });
});
