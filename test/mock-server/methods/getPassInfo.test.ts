import { expect, test } from "vitest";
import type { State } from "../../../mock-server/index.js";
import { setup } from "../../support/sandbox.js";
import { testsOfCardMethod, testsOfEveryMethod } from "./every-method.js";

const valid = { passSerialNumber: "297150-586-203" };

testsOfEveryMethod("getPassInfo", valid, ["passSerialNumber"]);
testsOfCardMethod("getPassInfo", valid);

const coffeeRewards = [{ name: "Free coffee", stamps: "5,10", autoUse: false }];
const total = { amountMoneySpentTotal: 10_000, currentPersentBonus: 4 };

test.each([
  [203, { type: 0, maxStamps: 10, activeStamps: 3, totalStamps: 13, unusedRewards: 1, rewards: coffeeRewards }],
  [204, { type: 1, ...total, amountMoneyBonus: 400 }],
  [205, { type: 2, maxStamps: 10, activeStamps: 3, numberScores: 9 }],
  [206, { type: 3 }],
  [207, { type: 4, ...total }],
  [208, { type: 5 }],
  [209, { type: 6 }],
])("card 297150-586-%i has exactly the fields of its type", async (last, fields) => {
  const { call, server, id } = await setup();
  const serialNumber = `297150-586-${last}`;
  const image = `${server.url}/_luna/s/${id}/cards/${serialNumber}/stamps.svg`;
  const { status, body } = await call("getPassInfo", { passSerialNumber: serialNumber });
  expect(status).toBe(200);
  const picture = "maxStamps" in fields ? { image } : {};
  expect(body).toEqual({ result: 1, status: "installed", serialNumber, ...fields, ...picture });
  expect(Object.keys(body)[0]).toBe("result");
});

test("the address of the picture serves the stamps", async () => {
  const { call } = await setup();
  const { image } = (await call("getPassInfo", valid)).body;
  const picture = await fetch(image);
  expect(picture.status).toBe(200);
  expect(picture.headers.get("content-type")).toContain("image/svg+xml");
});

test.each([
  ["297150-586-210", "not installed"],
  ["297150-586-203", "installed"],
  ["297150-586-214", "deleted"],
  ["297150-586-213", "installed"],
  ["297150-586-215", "installed"],
])("card %s has the status %s", async (passSerialNumber, status) => {
  const { call } = await setup();
  expect((await call("getPassInfo", { passSerialNumber })).body).toMatchObject({ result: 1, status });
});

test("getPassInfo returns a card to its company", async () => {
  const { call, rival } = await setup();
  const { body } = await call("getPassInfo", { passSerialNumber: "123444-522-344" }, rival);
  expect(body).toMatchObject({ result: 1, type: 0, serialNumber: "123444-522-344", totalStamps: 7, unusedRewards: 1 });
});

test("getPassInfo returns rewards in order with milestones in one string", async () => {
  const rewards = [
    { name: "Ünïcode ☕", stamps: [3], autoUse: true },
    { name: "寿司", stamps: [2, 4, 5] },
  ];
  const fixture: State = {
    formatVersion: 1,
    templates: [{ id: 1, name: "Tee", type: 0, settings: { maxStamps: 5, rewards } }],
    clients: [{ id: 1, templateId: 1, sName: "Doe", fName: "Jane" }],
    cards: [{ serial: "a-1", type: 0, templateId: 1, clientId: 1 }],
  };
  const { call } = await setup({ fixture });
  expect((await call("getPassInfo", { passSerialNumber: "a-1" })).body).toMatchObject({
    maxStamps: 5,
    rewards: [
      { name: "Ünïcode ☕", stamps: "3", autoUse: true },
      { name: "寿司", stamps: "2,4,5", autoUse: false },
    ],
  });
});

test("the status follows installing, deleting and installing again", async () => {
  const { call, control } = await setup();
  const statuses: string[] = [];
  for (const action of ["install", "delete", "install"]) {
    await control("POST", `/cards/297150-586-210/${action}`);
    statuses.push((await call("getPassInfo", { passSerialNumber: "297150-586-210" })).body.status);
  }
  expect(statuses).toEqual(["installed", "deleted", "installed"]);
});
