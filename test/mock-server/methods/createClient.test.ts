import { expect, test } from "vitest";
import { setup } from "../../support/sandbox.js";
import {
  expectRefused,
  testsOfEmail,
  testsOfEveryMethod,
  testsOfPhone,
  testsOfTemplateMethod,
} from "./every-method.js";

const names = { sName: "Doe", fName: "Jane" };
const valid = { ...names, phone: 12025550199, idTemplate: 340717 };

testsOfEveryMethod("createClient", valid, ["sName", "fName", "idTemplate"]);
testsOfTemplateMethod("createClient", valid);
testsOfPhone("createClient", valid);
testsOfEmail("createClient", valid);

test("createClient returns the id as a JSON number", async () => {
  const { call } = await setup();
  const { status, headers, body } = await call("createClient", valid);
  expect(status).toBe(200);
  expect(headers.get("content-type")).toBe("application/json");
  expect(body).toEqual({ result: 1, userID: expect.any(Number) });
  expect(Object.keys(body)[0]).toBe("result");
  const { rows } = (await call("getClientsList", { idTemplate: 340717 })).body;
  expect(rows.at(-1)).toEqual({ id: body.userID, ...names, dateOfBirth: null, phone: "12025550199", email: null });
});

test.each([
  ["an e-mail alone", { email: "jane@example.com" }, { phone: null, email: "jane@example.com" }],
  ["a phone and an e-mail", { phone: 7, email: "j@e.com" }, { phone: "7", email: "j@e.com" }],
  ["a phone that is empty and an e-mail", { phone: "", email: "j@e.com" }, { phone: null, email: "j@e.com" }],
  ["a phone and an e-mail that is null", { phone: 12, email: null }, { phone: "12", email: null }],
  ["the longest phone", { phone: 999999999999999 }, { phone: "999999999999999", email: null }],
])("createClient accepts %s", async (_what, contact, kept) => {
  const { call } = await setup();
  const { body } = await call("createClient", { ...names, ...contact, idTemplate: 340717 });
  const { rows } = (await call("getClientsList", { idTemplate: 340717 })).body;
  expect(rows.at(-1)).toMatchObject({ id: body.userID, ...kept });
});

test.each(["Żółć", "張偉", "אבג دهو", "👩‍👩‍👧 O'Neil", '"><script>&{{clientFName}}'])(
  "keeps the name %s as it came",
  async (name) => {
    const { call } = await setup();
    await call("createClient", { ...valid, sName: name, fName: name, email: `${name}@example.com` });
    const found = await call("searchClient", { idTemplate: 340717, email: `${name}@example.com` });
    expect(found.body).toMatchObject({ sName: name, fName: name, phone: "12025550199" });
  },
);

test.each(["sName", "fName"])("%s must be a text", async (name) => {
  const sandbox = await setup();
  for (const value of [7, true, ["Doe"], {}]) {
    await expectRefused(sandbox, "createClient", { ...valid, [name]: value }, { why: name });
  }
});

test.each([[{}], [{ phone: null, email: null }], [{ phone: "", email: "" }]])(
  "refuses the contact %j without phone and e-mail with error 4",
  async (contact) => {
    const parameters = { ...names, ...contact, idTemplate: 340717 };
    await expectRefused(await setup(), "createClient", parameters, { why: "phone or email" });
  },
);

test("a duplicate client is error 5 with the id of the first", async () => {
  const sandbox = await setup();
  const { userID } = (await sandbox.call("createClient", valid)).body;
  await expectRefused(sandbox, "createClient", valid, { error: 5, userID, why: "phone" });
});

test.each([
  ["phone", { phone: 12025550143 }],
  ["phone", { phone: "+12025550143" }],
  ["email", { email: "20779267@example.com" }],
  ["email", { phone: 12025550199, email: "20779267@example.com" }],
  ["phone", { phone: 12025550143, email: "new@example.com" }],
  ["phone", { phone: 12025550143, email: "20779276@example.com" }],
])("a duplicate %s is error 5: %j", async (taken, contact) => {
  const parameters = { ...names, ...contact, idTemplate: 340717 };
  await expectRefused(await setup(), "createClient", parameters, { error: 5, userID: 20779267, why: taken });
});

test("missing parameters are refused before duplicate clients", async () => {
  const parameters = { fName: "Jane", phone: 12025550143, idTemplate: 340717 };
  await expectRefused(await setup(), "createClient", parameters, { why: "sName" });
});

test("the same phone and e-mail may exist in another template", async () => {
  const { call } = await setup();
  const contact = { phone: 12025550143, email: "20779267@example.com" };
  const { body } = await call("createClient", { ...names, ...contact, idTemplate: 340718 });
  expect(body).toEqual({ result: 1, userID: expect.any(Number) });
  expect(body.userID).not.toBe(20779267);
});

test("clients of another company are no duplicates", async () => {
  const { call, rival } = await setup();
  const parameters = { ...names, phone: 12025550144, idTemplate: 340801 };
  expect((await call("createClient", parameters, rival)).body).toEqual({ result: 1, userID: expect.any(Number) });
});
