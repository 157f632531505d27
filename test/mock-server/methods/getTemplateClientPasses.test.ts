import { expect, test } from "vitest";
import type { State } from "../../../mock-server/index.js";
import { setup, type TestSandbox, testNow } from "../../support/sandbox.js";
import { expectAllRefused, testsOfEveryMethod, testsOfPage, testsOfTemplateMethod } from "./every-method.js";

const valid = { idTemplate: 340723, selectionMode: "PassInstalled" };

testsOfEveryMethod("getTemplateClientPasses", valid, ["idTemplate", "selectionMode"]);
testsOfTemplateMethod("getTemplateClientPasses", valid);
for (const selectionMode of ["PassInstalled", "PassNotCreated"]) {
  testsOfPage("getTemplateClientPasses", { ...valid, selectionMode });
}

const list = async ({ call }: Pick<TestSandbox, "call">, idTemplate: number, selectionMode: string, page?: number) =>
  (await call("getTemplateClientPasses", { idTemplate, selectionMode, page })).body.rows;

test.each([
  ["PassInstalled", [100, 20, 0]],
  ["passNotInstalled", [20, 0]],
  ["passDeleted", [10, 0]],
  ["PassNotCreated", [100, 0]],
])("%s is listed in pages of %j in order of creation", async (selectionMode, sizes) => {
  const sandbox = await setup();
  const ids: number[] = [];
  for (const [index, size] of sizes.entries()) {
    const rows = await list(sandbox, 340723, selectionMode, index + 1);
    expect(rows).toHaveLength(size);
    ids.push(...rows.map(({ id }: { id: number }) => id));
  }
  expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
});

const person = {
  sName: "Øst",
  fName: "Zoë 🌻",
  phone: "4712345678",
  email: "ø@example.com",
  dateOfBirth: "1990-02-28",
};
const row = { id: 5, ...person, Field0: "Táblá", Field3: "x" };
const small = (card: object | undefined): State => ({
  formatVersion: 1,
  templates: [{ id: 9, name: "Club", type: 6, expiry: { kind: "afterIssue", days: 30 } }],
  clients: [{ id: 5, templateId: 9, ...person, fields: { Field0: "Táblá", Field3: "x" } }],
  cards: card === undefined ? [] : [{ serial: "c-5", type: 6, templateId: 9, clientId: 5, ...card }],
});

test.each([
  ["PassNotCreated", undefined],
  ["PassInstalled", "installed"],
  ["passNotInstalled", "not installed"],
  ["passDeleted", "deleted"],
])("%s returns all fields of the clients", async (mode, status) => {
  const { call } = await setup({ fixture: small(status ? { status } : undefined) });
  const answer = await call("getTemplateClientPasses", { idTemplate: 9, selectionMode: mode });
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({ result: 1, rows: [status ? { ...row, serialNumber: "c-5", status } : row] });
  expect(Object.keys(answer.body)[0]).toBe("result");
  for (const other of ["PassNotCreated", "PassInstalled", "passNotInstalled", "passDeleted"]) {
    if (other !== mode) expect(await list({ call }, 9, other)).toEqual([]);
  }
});

test.each(["passinstalled", "PASSINSTALLED", "passInstalled"])(
  "takes the selection mode in any case: %s",
  async (mode) => {
    const sandbox = await setup();
    expect(await list(sandbox, 340723, mode)).toEqual(await list(sandbox, 340723, "PassInstalled"));
  },
);

test("PassInstalled omits expired cards, also when time goes back", async () => {
  const sandbox = await setup({ fixture: small({ status: "installed" }) });
  const serials = async (mode = "PassInstalled") =>
    (await list(sandbox, 9, mode)).map(({ serialNumber }: { serialNumber: string }) => serialNumber);
  const clock = (body: object) => sandbox.control("PUT", "/clock", body);
  expect(await serials()).toEqual(["c-5"]);
  await clock({ advanceSeconds: 31 * 86_400 });
  expect(await serials()).toEqual([]);
  for (const mode of ["passNotInstalled", "passDeleted", "PassNotCreated"]) expect(await serials(mode)).toEqual([]);
  await clock({ now: testNow });
  expect(await serials()).toEqual(["c-5"]);
  const expire = (expiryDate: number) =>
    sandbox.call("usePass", { passSerialNumber: "c-5", action: "setExpirationDate", expiryDate });
  await expire(Date.parse(testNow) / 1000 - 1);
  expect(await serials()).toEqual([]);
  await expire(Date.parse(testNow) / 1000 + 60);
  expect(await serials()).toEqual(["c-5"]);
});

test("a changed status or date keeps the order of creation", async () => {
  const sandbox = await setup();
  const before = await list(sandbox, 340723, "PassInstalled");
  const [{ serialNumber }] = before;
  await sandbox.control("POST", `/cards/${serialNumber}/delete`);
  expect(await list(sandbox, 340723, "PassInstalled")).not.toContainEqual(before[0]);
  expect((await list(sandbox, 340723, "passDeleted"))[0]).toEqual({ ...before[0], status: "deleted" });
  await sandbox.control("POST", `/cards/${serialNumber}/install`);
  expect(await list(sandbox, 340723, "PassInstalled")).toEqual(before);
});

test("an unknown selection mode is refused", async () => {
  const modes = ["installed", "PassInstalled ", "PassExpired", "constructor", 1, true, ["PassInstalled"]];
  const calls = modes.map((selectionMode) => [{ ...valid, selectionMode }, { why: "selectionMode" }] as const);
  await expectAllRefused(await setup(), "getTemplateClientPasses", calls);
});

test("another company sees only its clients", async () => {
  const { call, rival } = await setup();
  const { body } = await call("getTemplateClientPasses", { ...valid, idTemplate: 340801 }, rival);
  expect(body.rows).toMatchObject([{ id: 30000001, serialNumber: "123444-522-344", status: "installed" }]);
});
