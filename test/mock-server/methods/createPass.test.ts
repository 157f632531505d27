import { expect, test } from "vitest";
import { setup } from "../../support/sandbox.js";
import { expectRefused, testsOfEveryMethod, testsOfNumber, testsOfTemplateMethod } from "./every-method.js";

const valid = { idTemplate: 340717, userID: 20779280 };

testsOfEveryMethod("createPass", valid, ["idTemplate", "userID"]);
testsOfTemplateMethod("createPass", valid);
testsOfNumber("createPass", valid, "userID");

test("createPass returns the serial number and the install page", async () => {
  const { call, server, id } = await setup();
  const { status, body } = await call("createPass", valid);
  expect(status).toBe(200);
  expect(body).toEqual({
    result: 1,
    serialNumber: expect.stringMatching(/^\d{6}-\d{3}-\d{3}$/),
    installURL: `${server.url}/_luna/s/${id}/cards/${body.serialNumber}`,
  });
  expect(Object.keys(body)[0]).toBe("result");
  expect((await fetch(body.installURL)).status).toBe(200);
});

const coffeeRewards = [{ name: "Free coffee", stamps: "5,10", autoUse: false }];
const image = expect.stringMatching(/\/stamps\.svg$/);
const stampFields = { activeStamps: 0, totalStamps: 0, unusedRewards: 0, image };

test.each([
  [340717, { type: 0, maxStamps: 10, ...stampFields, rewards: coffeeRewards }],
  [340718, { type: 1, amountMoneySpentTotal: 0, currentPersentBonus: 3, amountMoneyBonus: 0 }],
  [340719, { type: 2, maxStamps: 10, activeStamps: 0, numberScores: 0, image }],
  [340720, { type: 3 }],
  [340721, { type: 4, amountMoneySpentTotal: 0, currentPersentBonus: 3 }],
  [340722, { type: 5 }],
  [340723, { type: 6 }],
])("a new card of template %i is not installed and empty", async (idTemplate, fields) => {
  const { call } = await setup();
  const person = { sName: "Doe", fName: "Jane", phone: 12025550199, idTemplate };
  const { userID } = (await call("createClient", person)).body;
  const { serialNumber } = (await call("createPass", { idTemplate, userID })).body;
  const { body } = await call("getPassInfo", { passSerialNumber: serialNumber });
  expect(body).toEqual({ result: 1, status: "not installed", serialNumber, ...fields });
  const operations = await call("getPassOperations", { passSerialNumber: serialNumber });
  expect(operations.body).toEqual({ result: 1, rows: [] });
});

test("a new card has the expiry date of its template", async () => {
  const { call, control } = await setup();
  const person = { sName: "Doe", fName: "Jane", phone: 12025550199, idTemplate: 340724 };
  const { userID } = (await call("createClient", person)).body;
  const { serialNumber } = (await call("createPass", { idTemplate: 340724, userID })).body;
  const { cards } = (await control("GET", "/state")).body;
  expect(cards.at(-1)).toMatchObject({ serial: serialNumber, expiresAt: "2026-02-14T12:00:00.000Z" });
});

test("createPass returns the existing card of a client", async () => {
  const { call } = await setup();
  const first = await call("createPass", valid);
  expect((await call("createPass", valid)).body).toEqual(first.body);
  const known = await call("createPass", { idTemplate: 340717, userID: 20779267 });
  expect(known.body.serialNumber).toBe("297150-586-203");
});

test("createPass returns a deleted card and leaves it deleted", async () => {
  const { call } = await setup();
  const again = await call("createPass", { idTemplate: 340717, userID: 20779278 });
  expect(again.body.serialNumber).toBe("297150-586-214");
  expect((await call("getPassInfo", { passSerialNumber: "297150-586-214" })).body.status).toBe("deleted");
});

test.each([
  ["nobody", 99999999],
  ["a client of another template", 20779268],
  ["a client of another company", 30000001],
])("an id of %s is refused", async (_who, userID) => {
  await expectRefused(await setup(), "createPass", { ...valid, userID }, { why: "userID" });
});

test("createPass moves the client to the selection passNotInstalled", async () => {
  const { call } = await setup();
  const selected = async (selectionMode: string) =>
    (await call("getTemplateClientPasses", { idTemplate: 340717, selectionMode })).body.rows.length;
  expect({ without: await selected("PassNotCreated"), uninstalled: await selected("passNotInstalled") }).toEqual({
    without: 1,
    uninstalled: 0,
  });
  await call("createPass", valid);
  expect({ without: await selected("PassNotCreated"), uninstalled: await selected("passNotInstalled") }).toEqual({
    without: 0,
    uninstalled: 1,
  });
});
