import { expect, test } from "vitest";
import { setup } from "../../support/sandbox.js";
import { expectAllRefused } from "./every-method.js";

const card = (type: number) => ({ passSerialNumber: `297150-586-${203 + type}` });
const stamp = { ...card(0), numberStumps: 1 };

const actions = [
  "addStamps",
  "takeStamps",
  "spendPoints",
  "accruePoints",
  "increaseTotalSpentSum",
  "reduceTotalSpentSum",
];
const own: Readonly<Record<number, readonly string[]>> = {
  1: ["spendPoints", "accruePoints", "increaseTotalSpentSum", "reduceTotalSpentSum"],
  2: ["spendPoints", "takeStamps", "addStamps"],
  3: [],
  4: ["increaseTotalSpentSum", "reduceTotalSpentSum"],
  5: ["spendPoints", "accruePoints"],
  6: [],
};

test.each([1, 2, 3, 4, 5, 6])("usePass refuses missing and foreign actions on a card of type %i", async (type) => {
  const amounts = { ...card(type), sum: 1, numberStumps: 1 };
  const foreign = actions.filter((action) => !own[type]?.includes(action));
  const broken = ["redeem", "useReward", "spendpoints", " spendPoints", "constructor", 5, true, ["spendPoints"]];
  const calls = [undefined, null, "", ...foreign, ...broken].map((action) => ({ ...amounts, action }));
  await expectAllRefused(
    await setup(),
    "usePass",
    calls.map((call) => [call, { why: "action" }] as const),
  );
});

test.each(Object.entries(own).flatMap(([type, names]) => names.map((action) => [action, Number(type)] as const)))(
  "refuses %s on type %i without its amount with error 4",
  async (action, type) => {
    const name = action.endsWith("Stamps") ? "numberStumps" : "sum";
    const other = name === "sum" ? { numberStumps: 1 } : { sum: 1 };
    const request = { ...card(type), action, ...other };
    const calls = [request, { ...request, [name]: null }, { ...request, [name]: "" }];
    await expectAllRefused(
      await setup(),
      "usePass",
      calls.map((call) => [call, { why: name }] as const),
    );
  },
);

test.each([...actions, "nonsense", "", null, 5, ["setExpirationDate"]])(
  "ignores the action %j on a stamp card",
  async (action) => {
    const { call } = await setup();
    expect((await call("usePass", { ...stamp, action })).body).toEqual({ result: 1 });
    expect((await call("getPassInfo", card(0))).body).toMatchObject({ activeStamps: 4, totalStamps: 14 });
  },
);

test.each([
  [0, { numberStumps: 1, sum: 50 }, { activeStamps: 4, totalStamps: 14, unusedRewards: 1 }],
  [0, { numberStumps: 1, sum: -5 }, { activeStamps: 4, totalStamps: 14, unusedRewards: 1 }],
  [0, { numberStumps: 1, sum: "much", expiryDate: "x" }, { activeStamps: 4, totalStamps: 14, unusedRewards: 1 }],
  [1, { action: "spendPoints", sum: 1, numberStumps: 50 }, { amountMoneyBonus: 399 }],
  [2, { action: "takeStamps", numberStumps: 1, sum: 3 }, { activeStamps: 2, numberScores: 12 }],
  [2, { action: "addStamps", numberStumps: 1, sum: 50 }, { activeStamps: 4, numberScores: 9 }],
  [2, { action: "spendPoints", sum: 1, numberStumps: -1 }, { activeStamps: 3, numberScores: 8 }],
])("type %i ignores parameters of other actions: %j", async (type, use, shown) => {
  const { call } = await setup();
  expect((await call("usePass", { ...card(type), ...use })).body).toEqual({ result: 1 });
  expect((await call("getPassInfo", card(type))).body).toMatchObject(shown);
});

test("the card is checked before the parameters of its type", async () => {
  await expectAllRefused(await setup(), "usePass", [
    [{ action: 5 }, { why: "passSerialNumber" }],
    [{ passSerialNumber: "297150-586-999" }, { error: 2, why: "passSerialNumber" }],
    [
      { passSerialNumber: "297150-586-999", numberStumps: "x" },
      { error: 2, why: "passSerialNumber" },
    ],
    [{ passSerialNumber: "123444-522-344" }, { error: 3, why: "another company" }],
    [
      { passSerialNumber: "123444-522-344", action: "none" },
      { error: 3, why: "another company" },
    ],
    [{ passSerialNumber: "297150-586-213" }, { why: "numberStumps" }],
    [{ passSerialNumber: "297150-586-213", numberStumps: 1 }, { why: "expired" }],
  ]);
});
