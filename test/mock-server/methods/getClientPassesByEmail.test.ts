import { expect, test } from "vitest";
import { allCardTypes, cardTypes } from "../../../mock-server/cards/index.js";
import { setup } from "../../support/sandbox.js";
import { testsOfEmail, testsOfEveryMethod } from "./every-method.js";

const valid = { email: "20779267@example.com" };

testsOfEveryMethod("getClientPassesByEmail", valid, ["email"]);
testsOfEmail("getClientPassesByEmail", valid);

test.each(allCardTypes)("a listed card of type %i has the fields of getPassInfo", async (type) => {
  const { call } = await setup();
  const { clientId, serial } = cardTypes[type].demo;
  const { status, body } = await call("getClientPassesByEmail", { email: `${clientId}@example.com` });
  const { result, ...row } = (await call("getPassInfo", { passSerialNumber: serial })).body;
  expect(status).toBe(200);
  expect(result).toBe(1);
  expect(body).toEqual({ result: 1, rows: [row] });
  expect(Object.keys(body)[0]).toBe("result");
});

test("cards of all templates are listed in order of creation", async () => {
  const { call } = await setup();
  const person = { sName: "Doe", fName: "Jane", email: "jäne+tag@exämple.com" };
  const clients: { idTemplate: number; userID: number }[] = [];
  for (const idTemplate of [340717, 340720, 340723]) {
    const { userID } = (await call("createClient", { ...person, idTemplate })).body;
    clients.unshift({ idTemplate, userID });
  }
  const serials: string[] = [];
  for (const client of clients) serials.push((await call("createPass", client)).body.serialNumber);
  const { rows } = (await call("getClientPassesByEmail", { email: person.email })).body;
  expect(rows.map((row: { serialNumber: string }) => row.serialNumber)).toEqual(serials);
});

test.each([
  ["an unknown e-mail", "nobody@example.com"],
  ["a part of an e-mail", "20779267"],
  ["a client without a card", "20779280@example.com"],
])("the list is empty for %s", async (_what, email) => {
  const { call } = await setup();
  expect((await call("getClientPassesByEmail", { email })).body).toEqual({ result: 1, rows: [] });
});

test("each company sees only its cards of an e-mail", async () => {
  const { call, rival } = await setup();
  const serials = async (token?: string) =>
    (await call("getClientPassesByEmail", valid, token)).body.rows.map(
      (row: { serialNumber: string }) => row.serialNumber,
    );
  expect(await serials()).toEqual(["297150-586-203"]);
  expect(await serials(rival)).toEqual(["123444-522-344"]);
});
