import { expect, test } from "vitest";
import { setup, type TestSandbox } from "../../support/sandbox.js";
import {
  expectAllRefused,
  expectRefused,
  testsOfCardMethod,
  testsOfEveryMethod,
  testsOfNumber,
  testsOfTemplateMethod,
} from "./every-method.js";

const one = { pushSegment: "oneClient", passSerialNumber: "297150-586-203", messageText: "Hello" };
const all = { pushSegment: "allClients", idTemplate: "340720", messageText: "Hello", page: 1 };

testsOfEveryMethod("sendInfoPush", one, ["pushSegment", "passSerialNumber", "messageText"]);
testsOfCardMethod("sendInfoPush", one);
testsOfEveryMethod("sendInfoPush", all, ["pushSegment", "idTemplate", "messageText", "page"]);
testsOfTemplateMethod("sendInfoPush", all);
testsOfNumber("sendInfoPush", all, "page");

const messages = async ({ call }: TestSandbox, passSerialNumber: string) =>
  (await call("getInfoPushList", { passSerialNumber })).body.rows.map(({ message }: { message: string }) => message);

test("sendInfoPush sends a push to one client", async () => {
  const sandbox = await setup();
  const { status, body } = await sandbox.call("sendInfoPush", one);
  expect(status).toBe(200);
  expect(body).toEqual({ result: 1 });
  expect(await messages(sandbox, "297150-586-203")).toEqual(["Hello"]);
  expect(await messages(sandbox, "297150-586-212")).not.toContain("Hello");
});

test("a push reaches an expired card", async () => {
  const { call } = await setup();
  const expired = { ...one, passSerialNumber: "297150-586-213" };
  expect((await call("sendInfoPush", expired)).body).toEqual({ result: 1 });
});

test.each([
  ["297150-586-210", "not installed"],
  ["297150-586-214", "deleted"],
])("a push to card %s is refused: %s", async (passSerialNumber, status) => {
  await expectRefused(await setup(), "sendInfoPush", { ...one, passSerialNumber }, { why: status });
});

test("a push to all clients sends ten per page", async () => {
  const sandbox = await setup();
  const selected: number[] = [];
  for (const page of [1, 2, 3]) {
    const { body } = await sandbox.call("sendInfoPush", { ...all, page });
    expect(body).toEqual({ result: 1, numberOfRowsSelected: body.numberOfRowsSelected });
    selected.push(body.numberOfRowsSelected);
  }
  expect(selected).toEqual([10, 10, 0]);
  const { cards, pushes } = (await sandbox.control("GET", "/state")).body;
  const coupons = cards.filter(({ templateId }: { templateId: number }) => templateId === 340720);
  const serials = (rows: { serial: string }[]) => rows.map(({ serial }) => serial);
  expect(serials(pushes.slice(25))).toEqual(serials(coupons));
});

test("a page of a push has ten installed cards in order", async () => {
  const sandbox = await setup();
  await sandbox.call("sendInfoPush", { ...all, page: 2 });
  expect(await messages(sandbox, "400000-008-000")).toEqual([]);
  expect(await messages(sandbox, "400000-009-000")).toEqual(["Hello"]);
  expect(await messages(sandbox, "400000-018-000")).toEqual(["Hello"]);
});

test("a push counts the installed cards of the template", async () => {
  const sandbox = await setup();
  const { body } = await sandbox.call("sendInfoPush", { ...all, idTemplate: 340717 });
  expect(body).toEqual({ result: 1, numberOfRowsSelected: 2 });
  expect(await messages(sandbox, "297150-586-214")).toEqual([]);
  expect((await sandbox.call("sendInfoPush", { ...all, page: 2 ** 53 - 1 })).body.numberOfRowsSelected).toBe(0);
});

test("variables are replaced, and unknown names stay unchanged", async () => {
  const sandbox = await setup();
  const messageText = "{{passCurrentStamps}}/{{passTotalStamps}}/{{passUnusedRewards}}/{{passPoints}}/{{passPersent}}";
  const rest = " {{nothing}} {{constructor}} {clientFName} ✓ 日本";
  const shown = [
    [203, "3/13/1//"],
    [204, "///400/4"],
    [205, "3////"],
    [206, "////"],
    [207, "////4"],
    [208, "////"],
    [209, "////"],
  ] as const;
  for (const [last, text] of shown) {
    const passSerialNumber = `297150-586-${last}`;
    await sandbox.call("sendInfoPush", { ...one, passSerialNumber, messageText: messageText + rest });
    expect(await messages(sandbox, passSerialNumber)).toEqual([text + rest]);
  }
});

test("variables in a client's name are not replaced", async () => {
  const sandbox = await setup();
  const client = { sName: "$& Ødegård", fName: "{{clientEmail}}", idTemplate: 340717, phone: 12025550143 };
  await sandbox.call("updateClient", { ...client, userID: 20779267 });
  await sandbox.control("PATCH", "/clients/20779267", { dateOfBirth: null });
  const messageText = "{{clientFName}}|{{clientSName}}|{{clientDateOfBirth}}|{{clientPhone}}|{{clientEmail}}";
  await sandbox.call("sendInfoPush", { ...one, messageText });
  const text = "{{clientEmail}}|$& Ødegård||12025550143|20779267@example.com";
  expect(await messages(sandbox, "297150-586-203")).toEqual([text]);
});

test("an invalid pushSegment or text is refused", async () => {
  const segments = ["everybody", "constructor", 1, true, ["oneClient"]];
  const texts = [7, true, {}, ["Hello"]];
  await expectAllRefused(await setup(), "sendInfoPush", [
    ...segments.map((pushSegment) => [{ ...one, pushSegment }, { why: "pushSegment" }] as const),
    ...texts.map((messageText) => [{ ...one, messageText }, { why: "messageText" }] as const),
    ...texts.map((messageText) => [{ ...all, messageText }, { why: "messageText" }] as const),
  ]);
});

test("parameters of the other segment are ignored", async () => {
  const { call } = await setup();
  expect((await call("sendInfoPush", { ...one, idTemplate: "x", page: 0 })).body).toEqual({ result: 1 });
  const others = { ...all, passSerialNumber: "123444-522-344" };
  expect((await call("sendInfoPush", others)).body).toEqual({ result: 1, numberOfRowsSelected: 10 });
});
