import { expect, test } from "vitest";
import { setup } from "../../support/sandbox.js";
import {
  expectRefused,
  testsOfEmail,
  testsOfEveryMethod,
  testsOfPhone,
  testsOfTemplateMethod,
} from "./every-method.js";

const valid = { idTemplate: 340717, phone: 12025550143 };

testsOfEveryMethod("searchClient", valid, ["idTemplate"]);
testsOfTemplateMethod("searchClient", valid);
testsOfPhone("searchClient", valid);
testsOfEmail("searchClient", valid);

const names = { sName: expect.any(String), fName: expect.any(String) };

test.each([
  [{ phone: 12025550143 }],
  [{ phone: "+12025550143", email: "" }],
  [{ email: "20779267@example.com" }],
  [{ email: "20779267@example.com", phone: null }],
])("searchClient finds a client by %j", async (contact) => {
  const { call } = await setup();
  const { status, body } = await call("searchClient", { idTemplate: 340717, ...contact });
  expect(status).toBe(200);
  expect(body).toEqual({ result: 1, userID: 20779267, ...names, phone: "12025550143" });
  expect(Object.keys(body)[0]).toBe("result");
});

test.each([
  [{ phone: 12025550199 }],
  [{ phone: 12025550144 }],
  [{ email: "nobody@example.com" }],
  [{ email: "20779268@example.com" }],
])("searchClient returns result 0 for %j", async (contact) => {
  const { call } = await setup();
  expect((await call("searchClient", { idTemplate: 340717, ...contact })).body).toEqual({ result: 0 });
});

test.each([[{}], [{ phone: null }], [{ phone: "", email: "" }], [{ "E-mail": "20779267@example.com" }]])(
  "refuses the contact %j with error 4",
  async (contact) => {
    await expectRefused(await setup(), "searchClient", { idTemplate: 340717, ...contact }, { why: "phone or email" });
  },
);

test("an unknown phone is null, and names have any script", async () => {
  const { call } = await setup();
  const person = { sName: "Łukasz", fName: "山田 🍜", email: "ł@example.com", idTemplate: 340717 };
  const { userID } = (await call("createClient", person)).body;
  expect((await call("searchClient", { idTemplate: 340717, email: "ł@example.com" })).body).toEqual({
    result: 1,
    userID,
    sName: "Łukasz",
    fName: "山田 🍜",
    phone: null,
  });
});

test("each company finds its client of a phone and e-mail", async () => {
  const { call, rival } = await setup();
  const contact = { phone: 12025550143, email: "20779267@example.com" };
  expect((await call("searchClient", { idTemplate: 340717, ...contact })).body.userID).toBe(20779267);
  expect((await call("searchClient", { idTemplate: 340801, ...contact }, rival)).body.userID).toBe(30000001);
});
