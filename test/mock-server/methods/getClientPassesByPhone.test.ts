import { expect, test } from "vitest";
import { allCardTypes, cardTypes } from "../../../mock-server/cards/index.js";
import { demoPhone } from "../../../mock-server/state/demo.js";
import { setup, type TestSandbox } from "../../support/sandbox.js";
import { testsOfEveryMethod, testsOfPhone } from "./every-method.js";

const valid = { phone: 12025550143 };
const names = { sName: "Doe", fName: "Jane" };

testsOfEveryMethod("getClientPassesByPhone", valid, ["phone"]);
testsOfPhone("getClientPassesByPhone", valid);

const serialsOf = async ({ call }: TestSandbox, phone: number) =>
  (await call("getClientPassesByPhone", { phone })).body.rows.map((row: { serialNumber: string }) => row.serialNumber);

/** Creates a client with this phone and returns the serial number of a new card. */
async function addCard({ call }: TestSandbox, idTemplate: number, phone: number): Promise<string> {
  const { userID } = (await call("createClient", { ...names, phone, idTemplate })).body;
  return (await call("createPass", { idTemplate, userID })).body.serialNumber;
}

test.each(allCardTypes)("a listed card of type %i has the fields of getPassInfo", async (type) => {
  const { call } = await setup();
  const { clientId, serial } = cardTypes[type].demo;
  const { status, body } = await call("getClientPassesByPhone", { phone: Number(demoPhone(clientId)) });
  const { result, ...row } = (await call("getPassInfo", { passSerialNumber: serial })).body;
  expect(status).toBe(200);
  expect(result).toBe(1);
  expect(body).toEqual({ result: 1, rows: [row] });
  expect(Object.keys(body)[0]).toBe("result");
});

test("cards of all templates of the company are listed", async () => {
  const sandbox = await setup();
  const yoga = await addCard(sandbox, 340719, 12025550143);
  const club = await addCard(sandbox, 340723, 12025550143);
  expect(await serialsOf(sandbox, 12025550143)).toEqual(["297150-586-203", yoga, club]);
});

test("cards are listed in order of their creation, not of their clients", async () => {
  const sandbox = await setup();
  const { call } = sandbox;
  const contact = { ...names, phone: 12025550199 };
  const first = (await call("createClient", { ...contact, idTemplate: 340717 })).body.userID;
  const second = (await call("createClient", { ...contact, idTemplate: 340718 })).body.userID;
  const older = (await call("createPass", { idTemplate: 340718, userID: second })).body.serialNumber;
  const newer = (await call("createPass", { idTemplate: 340717, userID: first })).body.serialNumber;
  expect(await serialsOf(sandbox, 12025550199)).toEqual([older, newer]);
});

test("a changed phone keeps the order of cards", async () => {
  const sandbox = await setup();
  const client = { ...names, userID: 20779267, idTemplate: 340717, phone: 12025550150 };
  await sandbox.call("updateClient", client);
  expect(await serialsOf(sandbox, 12025550150)).toEqual(["297150-586-203", "297150-586-210"]);
});

test.each([
  ["a deleted card", 12025550154, "deleted"],
  ["an expired card", 12025550153, "installed"],
  ["a card that is not installed", 12025550150, "not installed"],
])("the list has %s too", async (_what, phone, status) => {
  const { call } = await setup();
  expect((await call("getClientPassesByPhone", { phone })).body.rows).toMatchObject([{ status }]);
});

test.each([
  ["an unknown phone", 12025550199],
  ["a client without a card", 12025550156],
])("the list is empty for %s", async (_what, phone) => {
  const { call } = await setup();
  expect((await call("getClientPassesByPhone", { phone })).body).toEqual({ result: 1, rows: [] });
});

test("each company sees only its cards of a phone", async () => {
  const { call, rival } = await setup();
  const serials = async (token?: string) =>
    (await call("getClientPassesByPhone", valid, token)).body.rows.map(
      (row: { serialNumber: string }) => row.serialNumber,
    );
  expect(await serials()).toEqual(["297150-586-203"]);
  expect(await serials(rival)).toEqual(["123444-522-344"]);
  expect((await call("getClientPassesByPhone", { phone: 12025550144 }, rival)).body).toEqual({ result: 1, rows: [] });
});
