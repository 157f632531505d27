import { expect, test } from "vitest";
import type { MethodName } from "../../../openapi/document.js";
import { setup, type TestSandbox } from "../../support/sandbox.js";

/** Returns the response bodies of parallel equal calls. */
const atOnce = async ({ call }: TestSandbox, times: number, id: MethodName, parameters: object) =>
  (await Promise.all(Array.from({ length: times }, () => call(id, parameters)))).map(({ body }) => body);

const successes = (bodies: readonly { result?: number }[]) => bodies.filter(({ result }) => result === 1).length;

const card = (type: number) => ({ passSerialNumber: `297150-586-${203 + type}` });

test.each([
  [0, { numberStumps: 1 }, { activeStamps: 3, totalStamps: 63, unusedRewards: 11 }],
  [1, { action: "accruePoints", sum: 2 }, { amountMoneyBonus: 500 }],
  [1, { action: "increaseTotalSpentSum", sum: 800 }, { amountMoneySpentTotal: 50_000, currentPersentBonus: 5 }],
  [2, { action: "addStamps", numberStumps: 1 }, { activeStamps: 53 }],
  [4, { action: "reduceTotalSpentSum", sum: 200 }, { amountMoneySpentTotal: 0, currentPersentBonus: 3 }],
])("50 parallel uses of a card of type %i all count: %j", async (type, use, shown) => {
  const sandbox = await setup();
  const before = (await sandbox.control("GET", "/state")).body.operations.length;
  expect(successes(await atOnce(sandbox, 50, "usePass", { ...card(type), ...use }))).toBe(50);
  expect((await sandbox.call("getPassInfo", card(type))).body).toMatchObject(shown);
  const { operations } = (await sandbox.control("GET", "/state")).body;
  expect(operations.length).toBe(before + 50 + (type === 0 ? 10 : 0));
  expect(new Set(operations.map(({ id }: { id: number }) => id)).size).toBe(operations.length);
});

test.each([
  [1, { action: "spendPoints", sum: 400 }, 1],
  [1, { action: "spendPoints", sum: 150 }, 2],
  [2, { action: "spendPoints", sum: 9 }, 1],
  [2, { action: "takeStamps", numberStumps: 1 }, 3],
  [4, { action: "reduceTotalSpentSum", sum: 10_000 }, 1],
  [5, { action: "spendPoints", sum: 500 }, 1],
])("20 parallel uses never overdraw a card of type %i: %j", async (type, use, enough) => {
  const sandbox = await setup();
  const bodies = await atOnce(sandbox, 20, "usePass", { ...card(type), ...use });
  expect(successes(bodies)).toBe(enough);
  expect(bodies.filter((body) => "error" in body)).toEqual(Array.from({ length: 20 - enough }, () => ({ error: 4 })));
});

test("parallel calls write off the last reward once", async () => {
  const sandbox = await setup();
  const bodies = await atOnce(sandbox, 20, "useReward", { ...card(0), numberRewards: 1 });
  expect(successes(bodies)).toBe(1);
  expect((await sandbox.call("getPassInfo", card(0))).body.unusedRewards).toBe(0);
});

test.each([2, 20])("%i parallel createClient calls with one phone create one client", async (times) => {
  const sandbox = await setup();
  const person = { sName: "Doe", fName: "Jane", phone: 12025550199, idTemplate: 340717 };
  const bodies = await atOnce(sandbox, times, "createClient", person);
  const userID = bodies.find(({ result }) => result === 1)?.userID;
  expect(successes(bodies)).toBe(1);
  const others = bodies.filter((body) => "error" in body);
  expect(others).toEqual(Array.from({ length: times - 1 }, () => ({ error: 5, userID })));
  expect((await sandbox.call("getClientsList", { idTemplate: 340717 })).body.rows).toHaveLength(5);
});

test("a phone that two clients claim at once goes to one client", async () => {
  const { call } = await setup();
  const change = { sName: "Doe", fName: "Jane", phone: 12025550199, idTemplate: 340717 };
  const ids = [20779267, 20779276];
  const bodies = (await Promise.all(ids.map((userID) => call("updateClient", { ...change, userID })))).map(
    ({ body }) => body,
  );
  const winner = bodies.find(({ result }) => result === 1)?.userID;
  expect(ids).toContain(winner);
  expect(bodies.find(({ error }) => error !== undefined)).toEqual({ error: 5, userID: winner });
});

test("parallel createPass calls for one client issue one card", async () => {
  const sandbox = await setup();
  const bodies = await atOnce(sandbox, 20, "createPass", { idTemplate: 340717, userID: 20779280 });
  expect(successes(bodies)).toBe(20);
  expect(new Set(bodies.map(({ serialNumber }) => serialNumber)).size).toBe(1);
  expect((await sandbox.call("getClientPassesByPhone", { phone: 12025550156 })).body.rows).toHaveLength(1);
});

test("50 clients created at once have different ids", async () => {
  const { call } = await setup();
  const create = (index: number) =>
    call("createClient", { sName: "Doe", fName: `Jane ${index}`, phone: 49_000 + index, idTemplate: 340722 });
  const bodies = (await Promise.all(Array.from({ length: 50 }, (_, index) => create(index)))).map(({ body }) => body);
  expect(new Set(bodies.map(({ userID }) => userID)).size).toBe(50);
});

test("30 parallel pushes to a card are all stored", async () => {
  const sandbox = await setup();
  const push = { ...card(0), pushSegment: "oneClient", messageText: "Hello" };
  expect(successes(await atOnce(sandbox, 30, "sendInfoPush", push))).toBe(30);
  expect((await sandbox.call("getInfoPushList", { ...card(0), page: 3 })).body.rows).toHaveLength(10);
  expect((await sandbox.call("getInfoPushList", { ...card(0), page: 4 })).body.rows).toHaveLength(0);
});
