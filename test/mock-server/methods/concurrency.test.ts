import { expect, test } from "vitest";
import type { MethodName } from "../../../openapi/document.js";
import { setup } from "../../support/sandbox.js";
import type { Sandbox } from "./every-method.js";

/** The bodies of the answers to the same call made some times at once. */
const atOnce = async ({ call }: Sandbox, times: number, id: MethodName, parameters: object) =>
  (await Promise.all(Array.from({ length: times }, () => call(id, parameters)))).map(({ body }) => body);

const successes = (bodies: readonly { result?: number }[]) => bodies.filter(({ result }) => result === 1).length;

const card = (type: number) => ({ passSerialNumber: `297150-586-${203 + type}` });

test.each([
  [0, { numberStumps: 1 }, { activeStamps: 3, totalStamps: 63, unusedRewards: 11 }],
  [1, { action: "accruePoints", sum: 2 }, { amountMoneyBonus: 500 }],
  [1, { action: "increaseTotalSpentSum", sum: 800 }, { amountMoneySpentTotal: 50_000, currentPersentBonus: 5 }],
  [2, { action: "addStamps", numberStumps: 1 }, { activeStamps: 53 }],
  [4, { action: "reduceTotalSpentSum", sum: 200 }, { amountMoneySpentTotal: 0, currentPersentBonus: 3 }],
])("counts all of 50 parallel uses of a card of type %i: %j", async (type, use, shown) => {
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
])(
  "spends nothing of a card of type %i twice: of 20 parallel %j as many succeed as there is for",
  async (type, use, enough) => {
    const sandbox = await setup();
    const bodies = await atOnce(sandbox, 20, "usePass", { ...card(type), ...use });
    expect(successes(bodies)).toBe(enough);
    expect(bodies.filter((body) => "error" in body)).toEqual(Array.from({ length: 20 - enough }, () => ({ error: 4 })));
  },
);

test("writes the last reward off once under parallel calls", async () => {
  const sandbox = await setup();
  const bodies = await atOnce(sandbox, 20, "useReward", { ...card(0), numberRewards: 1 });
  expect(successes(bodies)).toBe(1);
  expect((await sandbox.call("getPassInfo", card(0))).body.unusedRewards).toBe(0);
});

test.each([2, 20])(
  "creates one client of %i parallel calls with one phone, and answers error 5 to the others",
  async (times) => {
    const sandbox = await setup();
    const person = { sName: "Doe", fName: "Jane", phone: 12025550199, idTemplate: 340717 };
    const bodies = await atOnce(sandbox, times, "createClient", person);
    const userID = bodies.find(({ result }) => result === 1)?.userID;
    expect(successes(bodies)).toBe(1);
    const others = bodies.filter((body) => "error" in body);
    expect(others).toEqual(Array.from({ length: times - 1 }, () => ({ error: 5, userID })));
    expect((await sandbox.call("getClientsList", { idTemplate: 340717 })).body.rows).toHaveLength(5);
  },
);

test("gives one of two clients a phone that both want at once", async () => {
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

test("makes one card of parallel createPass calls for one client", async () => {
  const sandbox = await setup();
  const bodies = await atOnce(sandbox, 20, "createPass", { idTemplate: 340717, userID: 20779280 });
  expect(successes(bodies)).toBe(20);
  expect(new Set(bodies.map(({ serialNumber }) => serialNumber)).size).toBe(1);
  expect((await sandbox.call("getClientPassesByPhone", { phone: 12025550156 })).body.rows).toHaveLength(1);
});

test("gives each of 50 clients that are created at once an id of their own", async () => {
  const { call } = await setup();
  const create = (place: number) =>
    call("createClient", { sName: "Doe", fName: `Jane ${place}`, phone: 49_000 + place, idTemplate: 340722 });
  const bodies = (await Promise.all(Array.from({ length: 50 }, (_, place) => create(place)))).map(({ body }) => body);
  expect(new Set(bodies.map(({ userID }) => userID)).size).toBe(50);
});

test("keeps every one of 30 parallel pushes to a card", async () => {
  const sandbox = await setup();
  const push = { ...card(0), pushSegment: "oneClient", messageText: "Hello" };
  expect(successes(await atOnce(sandbox, 30, "sendInfoPush", push))).toBe(30);
  expect((await sandbox.call("getInfoPushList", { ...card(0), page: 3 })).body.rows).toHaveLength(10);
  expect((await sandbox.call("getInfoPushList", { ...card(0), page: 4 })).body.rows).toHaveLength(0);
});
