import { expect, test } from "vitest";
import { allCardTypes, cardTypes } from "../../../mock-server/cards/index.js";
import { demoPhone } from "../../../mock-server/state/demo.js";
import { setup } from "../../support/sandbox.js";
import { expectRefused, testsOfEveryMethod, testsOfPhone, testsOfTemplateMethod } from "./every-method.js";

const valid = { idTemplate: 340717, phone: 12025550143 };

testsOfEveryMethod("getPassInfoByPhone", valid, ["idTemplate", "phone"]);
testsOfTemplateMethod("getPassInfoByPhone", valid);
testsOfPhone("getPassInfoByPhone", valid);

test.each(allCardTypes)("a card of type %i has the format of getPassInfo", async (type) => {
  const { call } = await setup();
  const { clientId, serial, template } = cardTypes[type].demo;
  const parameters = { idTemplate: template.id, phone: Number(demoPhone(clientId)) };
  const { status, body } = await call("getPassInfoByPhone", parameters);
  expect(status).toBe(200);
  expect(body).toMatchObject({ result: 1, type, serialNumber: serial });
  expect(body).toEqual((await call("getPassInfo", { passSerialNumber: body.serialNumber })).body);
});

test.each([
  ["not installed", 340724, 12025550150, "297150-586-210"],
  ["installed", 340724, 12025550153, "297150-586-213"],
  ["deleted", 340717, 12025550154, "297150-586-214"],
])("getPassInfoByPhone returns a card that is %s", async (status, idTemplate, phone, serialNumber) => {
  const { call } = await setup();
  expect((await call("getPassInfoByPhone", { idTemplate, phone })).body).toMatchObject({ status, serialNumber });
});

test.each([
  ["a client without a card", 340717, 12025550156],
  ["a client of another template", 340718, 12025550143],
  ["an unknown phone", 340717, 12025550199],
])("getPassInfoByPhone is error 2 for %s", async (_what, idTemplate, phone) => {
  await expectRefused(await setup(), "getPassInfoByPhone", { idTemplate, phone }, { error: 2, why: "phone" });
});

test("each company sees its card of a phone", async () => {
  const { call, rival } = await setup();
  const { body } = await call("getPassInfoByPhone", { idTemplate: 340801, phone: 12025550143 }, rival);
  expect(body).toMatchObject({ result: 1, serialNumber: "123444-522-344", totalStamps: 7 });
  const theirs = { idTemplate: 340801, phone: 12025550144 };
  expect((await call("getPassInfoByPhone", theirs, rival)).body).toEqual({ error: 2 });
});
