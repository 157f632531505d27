import { expect, test } from "vitest";
import { setup, type TestSandbox } from "../../support/sandbox.js";
import {
  expectRefused,
  testsOfEmail,
  testsOfEveryMethod,
  testsOfNumber,
  testsOfPhone,
  testsOfTemplateMethod,
} from "./every-method.js";

const names = { sName: "Brown", fName: "Emily" };
const client = { ...names, userID: 20779280, idTemplate: 340717 };
const valid = { ...client, phone: 12025550199 };

testsOfEveryMethod("updateClient", valid, ["userID", "sName", "fName", "idTemplate"]);
testsOfTemplateMethod("updateClient", valid);
testsOfPhone("updateClient", valid);
testsOfEmail("updateClient", valid);
testsOfNumber("updateClient", valid, "userID");

const rowOf = async ({ call }: TestSandbox, userID: number) => {
  const { rows } = (await call("getClientsList", { idTemplate: 340717 })).body;
  return rows.find(({ id }: { id: number }) => id === userID);
};

test.each([
  ["the phone", { phone: 12025550199 }, { phone: "12025550199", email: "20779280@example.com" }],
  ["the e-mail", { email: "ž@example.com" }, { phone: "12025550156", email: "ž@example.com" }],
  ["both", { phone: "+7", email: "e@example.com" }, { phone: "7", email: "e@example.com" }],
  ["neither, sent as they are", { phone: 12025550156 }, { phone: "12025550156", email: "20779280@example.com" }],
  ["the phone, with an e-mail of null", { phone: 7, email: null }, { phone: "7", email: "20779280@example.com" }],
])("updateClient changes the names and %s only", async (_what, contact, kept) => {
  const sandbox = await setup();
  const before = await rowOf(sandbox, 20779280);
  const { status, body } = await sandbox.call("updateClient", { ...client, ...contact });
  expect(status).toBe(200);
  expect(body).toEqual({ result: 1, userID: 20779280 });
  expect(await rowOf(sandbox, 20779280)).toEqual({ ...before, ...names, ...kept });
});

test("names may have any script", async () => {
  const sandbox = await setup();
  await sandbox.call("updateClient", { ...valid, sName: "Đặng", fName: "نور 🌙" });
  expect(await rowOf(sandbox, 20779280)).toMatchObject({ sName: "Đặng", fName: "نور 🌙" });
});

test("updateClient keeps other clients and the order of the list", async () => {
  const { call } = await setup();
  const list = async () => (await call("getClientsList", { idTemplate: 340717 })).body.rows;
  const [first, ...others] = await list();
  await call("updateClient", { ...valid, userID: first.id });
  expect(await list()).toEqual([{ ...first, ...names, phone: "12025550199" }, ...others]);
});

test.each([
  ["phone", { phone: 12025550143 }],
  ["phone", { phone: "+12025550143", email: "e@example.com" }],
  ["email", { email: "20779267@example.com" }],
  ["email", { phone: 12025550199, email: "20779267@example.com" }],
  ["phone", { phone: 12025550143, email: "20779276@example.com" }],
])("a duplicate %s is error 5 with the other client's id: %j", async (taken, contact) => {
  const parameters = { ...client, ...contact };
  await expectRefused(await setup(), "updateClient", parameters, { error: 5, userID: 20779267, why: taken });
});

test("contacts of other templates and companies are no duplicates", async () => {
  const { call } = await setup();
  const contact = { phone: 12025550144, email: "20779268@example.com" };
  expect((await call("updateClient", { ...client, ...contact })).body).toEqual({ result: 1, userID: 20779280 });
});

test("updateClient frees the old phone and indexes the new phone", async () => {
  const { call } = await setup();
  await call("updateClient", valid);
  expect((await call("searchClient", { idTemplate: 340717, phone: 12025550156 })).body).toEqual({ result: 0 });
  expect((await call("searchClient", { idTemplate: 340717, phone: 12025550199 })).body.userID).toBe(20779280);
  const next = await call("createClient", { ...names, phone: 12025550156, idTemplate: 340717 });
  expect(next.body).toEqual({ result: 1, userID: expect.any(Number) });
});

test.each([[{}], [{ phone: null, email: "" }]])(
  "refuses the contact %j without phone and e-mail with error 4",
  async (contact) => {
    await expectRefused(await setup(), "updateClient", { ...client, ...contact }, { why: "phone or email" });
  },
);

test.each([
  ["nobody", 99999999],
  ["a client of another template", 20779268],
  ["a client of another company", 30000001],
])("an id of %s is refused", async (_who, userID) => {
  await expectRefused(await setup(), "updateClient", { ...valid, userID }, { why: "userID" });
});

test.each(["sName", "fName"])("%s must be a text", async (name) => {
  const sandbox = await setup();
  for (const value of [7, true, ["Doe"], {}]) {
    await expectRefused(sandbox, "updateClient", { ...valid, [name]: value }, { why: name });
  }
});

test("missing parameters are refused before duplicate phones", async () => {
  const parameters = { ...client, fName: "", phone: 12025550143 };
  await expectRefused(await setup(), "updateClient", parameters, { why: "fName" });
});
