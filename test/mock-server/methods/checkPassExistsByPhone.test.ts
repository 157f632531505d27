import { expect, test } from "vitest";
import { setup } from "../../support/sandbox.js";
import { testsOfEveryMethod, testsOfPhone, testsOfTemplateMethod } from "./every-method.js";

const valid = { idTemplate: 340717, phone: 12025550143 };

testsOfEveryMethod("checkPassExistsByPhone", valid, ["idTemplate", "phone"]);
testsOfTemplateMethod("checkPassExistsByPhone", valid);
testsOfPhone("checkPassExistsByPhone", valid);

test.each([
  ["an installed card", 340717, 12025550143, 1],
  ["a card that is not installed", 340724, 12025550150, 1],
  ["an expired card", 340724, 12025550153, 1],
  ["a deleted card", 340717, 12025550154, 1],
  ["a used coupon", 340720, 12025550155, 1],
  ["a client without a card", 340717, 12025550156, 0],
  ["a card of another template", 340718, 12025550143, 0],
  ["an unknown phone", 340717, 12025550199, 0],
  ["a part of a phone", 340717, 1202555014, 0],
])("checkPassExistsByPhone responds for %s", async (_what, idTemplate, phone, result) => {
  const { call } = await setup();
  const { status, body } = await call("checkPassExistsByPhone", { idTemplate, phone });
  expect(status).toBe(200);
  expect(body).toEqual({ result });
});

test("checkPassExistsByPhone ignores clients of another company", async () => {
  const { call, rival } = await setup();
  const asRival = (phone: number) => call("checkPassExistsByPhone", { idTemplate: 340801, phone }, rival);
  expect((await asRival(12025550143)).body).toEqual({ result: 1 });
  expect((await asRival(12025550144)).body).toEqual({ result: 0 });
});

test("checkPassExistsByPhone finds a new card", async () => {
  const { call } = await setup();
  const check = async () => (await call("checkPassExistsByPhone", { ...valid, phone: 12025550156 })).body.result;
  expect(await check()).toBe(0);
  await call("createPass", { idTemplate: 340717, userID: 20779280 });
  expect(await check()).toBe(1);
});
