import { expect, test } from "vitest";
import type { State } from "../../../mock-server/index.js";
import { setup, type TestSandbox } from "../../support/sandbox.js";
import { expectRefused, testsOfCardMethod, testsOfEveryMethod, testsOfNumber } from "./every-method.js";

const card = (type: number) => ({ passSerialNumber: `297150-586-${203 + type}` });
const stamp = { ...card(0), numberStumps: 1 };
const spend = { ...card(1), action: "spendPoints", sum: 1 };
const take = { ...card(2), action: "takeStamps", numberStumps: 1 };

testsOfEveryMethod("usePass", stamp, ["passSerialNumber", "numberStumps"]);
testsOfEveryMethod("usePass", spend, ["passSerialNumber", "action", "sum"]);
testsOfEveryMethod("usePass", take, ["passSerialNumber", "action", "numberStumps"]);
testsOfCardMethod("usePass", stamp);
testsOfNumber("usePass", stamp, "numberStumps");
testsOfNumber("usePass", spend, "sum");
testsOfNumber("usePass", take, "numberStumps");

/** Returns the response of getPassInfo, with the balance of a certificate from its operations. */
async function look({ call }: TestSandbox, type: number) {
  const { body } = await call("getPassInfo", card(type));
  const { rows } = (await call("getPassOperations", card(type))).body;
  return type === 5 ? { ...body, balance: rows[0].balance } : body;
}

test.each([
  [0, { numberStumps: 1 }, { activeStamps: 4, totalStamps: 14 }],
  [0, { numberStumps: 2 }, { activeStamps: 5, totalStamps: 15, unusedRewards: 2 }],
  [0, { numberStumps: 7 }, { activeStamps: 0, totalStamps: 20, unusedRewards: 3 }],
  [0, { numberStumps: 18 }, { activeStamps: 1, totalStamps: 31, unusedRewards: 5 }],
  [1, { action: "spendPoints", sum: 400 }, { amountMoneyBonus: 0 }],
  [1, { action: "accruePoints", sum: 40_000 }, { amountMoneyBonus: 40_400 }],
  [1, { action: "increaseTotalSpentSum", sum: 39_999 }, { amountMoneySpentTotal: 49_999 }],
  [1, { action: "increaseTotalSpentSum", sum: 40_000 }, { amountMoneySpentTotal: 50_000, currentPersentBonus: 5 }],
  [1, { action: "reduceTotalSpentSum", sum: 1 }, { amountMoneySpentTotal: 9_999, currentPersentBonus: 3 }],
  [1, { action: "reduceTotalSpentSum", sum: 10_000 }, { amountMoneySpentTotal: 0, currentPersentBonus: 3 }],
  [2, { action: "addStamps", numberStumps: 20 }, { activeStamps: 23 }],
  [2, { action: "takeStamps", numberStumps: 3 }, { activeStamps: 0, numberScores: 18 }],
  [2, { action: "spendPoints", sum: 9 }, { numberScores: 0 }],
  [4, { action: "increaseTotalSpentSum", sum: 40_000 }, { amountMoneySpentTotal: 50_000, currentPersentBonus: 5 }],
  [4, { action: "reduceTotalSpentSum", sum: 10_000 }, { amountMoneySpentTotal: 0, currentPersentBonus: 3 }],
  [5, { action: "spendPoints", sum: 500 }, { balance: 0 }],
  [5, { action: "accruePoints", sum: 1 }, { balance: 501 }],
])("usePass changes only these fields of type %i: %j, %j", async (type, use, changed) => {
  const sandbox = await setup();
  const before = await look(sandbox, type);
  const { status, body } = await sandbox.call("usePass", { ...card(type), ...use });
  expect(status).toBe(200);
  expect(body).toEqual({ result: 1 });
  expect(await look(sandbox, type)).toEqual({ ...before, ...changed });
});

test.each([
  [1, { action: "spendPoints", sum: 401 }, "not enough points"],
  [1, { action: "reduceTotalSpentSum", sum: 10_001 }, "not enough total spend"],
  [2, { action: "takeStamps", numberStumps: 4 }, "not enough visits"],
  [2, { action: "spendPoints", sum: 10 }, "not enough bonus points"],
  [4, { action: "reduceTotalSpentSum", sum: 10_001 }, "not enough total spend"],
  [5, { action: "spendPoints", sum: 501 }, "not enough balance"],
  [0, { numberStumps: Number.MAX_SAFE_INTEGER }, "too large"],
  [1, { action: "accruePoints", sum: Number.MAX_SAFE_INTEGER }, "too large"],
  [2, { action: "addStamps", numberStumps: Number.MAX_SAFE_INTEGER }, "too large"],
  [4, { action: "increaseTotalSpentSum", sum: Number.MAX_SAFE_INTEGER }, "too large"],
])("usePass refuses impossible amounts on type %i: %j", async (type, use, why) => {
  await expectRefused(await setup(), "usePass", { ...card(type), ...use }, { why });
});

test.each(["297150-586-210", "297150-586-214"])("usePass works on card %s, which is not installed", async (serial) => {
  const { call } = await setup();
  expect((await call("usePass", { ...stamp, passSerialNumber: serial })).body).toEqual({ result: 1 });
});

test("the next visit writes off a reward with autoUse", async () => {
  const fixture: State = {
    formatVersion: 1,
    templates: [{ id: 1, name: "S", type: 0, settings: { rewards: [{ name: "R", stamps: [2], autoUse: true }] } }],
    clients: [{ id: 1, templateId: 1, sName: "Doe", fName: "Jane" }],
    cards: [{ serial: "a", type: 0, templateId: 1, clientId: 1 }],
  };
  const { call } = await setup({ fixture });
  const unused: number[] = [];
  for (let visit = 1; visit <= 3; visit += 1) {
    await call("usePass", { passSerialNumber: "a", numberStumps: 1 });
    unused.push((await call("getPassInfo", { passSerialNumber: "a" })).body.unusedRewards);
  }
  expect(unused).toEqual([0, 1, 0]);
});
