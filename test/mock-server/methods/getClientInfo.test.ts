import { expect, test } from "vitest";
import { setup } from "../../support/sandbox.js";
import { testsOfCardMethod, testsOfEveryMethod } from "./every-method.js";

const valid = { passSerialNumber: "297150-586-203" };

testsOfEveryMethod("getClientInfo", valid, ["passSerialNumber"]);
testsOfCardMethod("getClientInfo", valid);

test("getClientInfo returns the client without fields missing from the form", async () => {
  const { call } = await setup();
  const { status, body } = await call("getClientInfo", valid);
  expect(status).toBe(200);
  expect(body).toEqual({
    result: 1,
    sName: expect.any(String),
    fName: expect.any(String),
    dateOfBirth: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
    phone: "12025550143",
  });
  expect(Object.keys(body)[0]).toBe("result");
});

test("unknown fields of a client are null", async () => {
  const { call } = await setup();
  const person = { sName: "Doe", fName: "Jane", email: "j@example.com", idTemplate: 340723 };
  const { userID } = (await call("createClient", person)).body;
  const { serialNumber } = (await call("createPass", { idTemplate: 340723, userID })).body;
  const { body } = await call("getClientInfo", { passSerialNumber: serialNumber });
  expect(body).toEqual({ result: 1, sName: "Doe", fName: "Jane", dateOfBirth: null, phone: null });
});

test("getClientInfo returns form fields in any script", async () => {
  const { call, control } = await setup();
  const form = { dateOfBirth: "2000-02-29", Field0: "Straße 5", Field1: "", Field5: "مرحبا 👋" };
  await control("PATCH", "/clients/20779267", form);
  expect((await call("getClientInfo", valid)).body).toMatchObject({ result: 1, phone: "12025550143", ...form });
  await control("PATCH", "/clients/20779267", { dateOfBirth: null, Field0: null });
  const { body } = await call("getClientInfo", valid);
  expect(body).toMatchObject({ dateOfBirth: null, Field5: "مرحبا 👋" });
  expect(body).not.toHaveProperty("Field0");
});

test.each([
  ["not installed", "297150-586-210", "12025550150"],
  ["expired", "297150-586-213", "12025550153"],
  ["deleted", "297150-586-214", "12025550154"],
  ["a used coupon", "297150-586-215", "12025550155"],
])("getClientInfo responds for a card that is %s", async (_what, passSerialNumber, phone) => {
  const { call } = await setup();
  expect((await call("getClientInfo", { passSerialNumber })).body).toMatchObject({ result: 1, phone });
});

test("getClientInfo returns the changes of updateClient", async () => {
  const { call } = await setup();
  const changed = { sName: "Brown", fName: "Emily", phone: 7 };
  await call("updateClient", { ...changed, userID: 20779267, idTemplate: 340717 });
  expect((await call("getClientInfo", valid)).body).toMatchObject({ ...changed, phone: "7" });
});

test("getClientInfo returns the client of the caller's card", async () => {
  const { call, rival } = await setup();
  const { body } = await call("getClientInfo", { passSerialNumber: "123444-522-344" }, rival);
  expect(body).toMatchObject({ result: 1, phone: "12025550143" });
  expect(body.sName).not.toBe((await call("getClientInfo", valid)).body.sName);
});
