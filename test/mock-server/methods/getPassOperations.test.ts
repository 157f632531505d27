import { expect, test } from "vitest";
import type { State } from "../../../mock-server/index.js";
import { setup, type TestSandbox } from "../../support/sandbox.js";
import { testsOfCardMethod, testsOfEveryMethod, testsOfPage } from "./every-method.js";

const valid = { passSerialNumber: "297150-586-211" };

testsOfEveryMethod("getPassOperations", valid, ["passSerialNumber"]);
testsOfCardMethod("getPassOperations", valid);
testsOfPage("getPassOperations", valid);

/** Creates a sandbox with a certificate `c-1` with some credits of 1. */
const withOperations = (count: number) => {
  const fixture: State = {
    formatVersion: 1,
    templates: [{ id: 1, name: "Gift", type: 5 }],
    clients: [{ id: 1, templateId: 1, sName: "Doe", fName: "Jane" }],
    cards: [{ serial: "c-1", type: 5, templateId: 1, clientId: 1, balance: count }],
    operations: Array.from({ length: count }, (_, index) => ({
      id: index + 1,
      serial: "c-1",
      at: "2022-08-04T16:56:56.999Z",
      action: "accruePoints" as const,
      amount: 1,
      balance: index + 1,
    })),
  };
  return setup({ fixture });
};

const rowsOf = async ({ call }: TestSandbox, passSerialNumber: string, page?: number) =>
  (await call("getPassOperations", { passSerialNumber, page })).body.rows;

test("getPassOperations returns the changes of a balance", async () => {
  const { call } = await withOperations(1);
  const { status, body } = await call("getPassOperations", { passSerialNumber: "c-1" });
  expect(status).toBe(200);
  expect(body).toEqual({
    result: 1,
    rows: [{ id: 1, date: "2022-08-04 16:56:56", action: "accruePoints", amount: 1, balance: 1 }],
  });
  expect(Object.keys(body)[0]).toBe("result");
});

test.each([
  [0, [0, 0]],
  [1, [1, 0]],
  [49, [49, 0]],
  [50, [50, 0]],
  [51, [50, 1, 0]],
  [100, [50, 50, 0]],
  [120, [50, 50, 20, 0]],
])("%i operations are listed newest first in pages of %j", async (count, sizes) => {
  const sandbox = await withOperations(count);
  const ids: number[] = [];
  for (const [index, size] of sizes.entries()) {
    const rows = await rowsOf(sandbox, "c-1", index + 1);
    expect(rows).toHaveLength(size);
    ids.push(...rows.map(({ id }: { id: number }) => id));
  }
  expect(ids).toEqual(Array.from({ length: count }, (_, index) => count - index));
});

test.each([
  [{ passSerialNumber: "297150-586-204", action: "spendPoints", sum: 150 }, ["spendPoints", 150, 250]],
  [{ passSerialNumber: "297150-586-204", action: "accruePoints", sum: 5 }, ["accruePoints", 5, 405]],
  [
    { passSerialNumber: "297150-586-204", action: "increaseTotalSpentSum", sum: 5 },
    ["increaseTotalSpentSum", 5, 10_005],
  ],
  [{ passSerialNumber: "297150-586-207", action: "reduceTotalSpentSum", sum: 5 }, ["reduceTotalSpentSum", 5, 9_995]],
  [{ passSerialNumber: "297150-586-205", action: "addStamps", numberStumps: 7 }, ["addStamps", 7, 10]],
  [{ passSerialNumber: "297150-586-205", action: "spendPoints", sum: 9 }, ["spendPoints", 9, 0]],
  [{ passSerialNumber: "297150-586-208", action: "spendPoints", sum: 1 }, ["spendPoints", 1, 499]],
  [{ passSerialNumber: "297150-586-203", numberStumps: 1 }, ["addStamps", 1, 14]],
])("the operation of %j is first, with the sandbox's time", async (use, [action, amount, balance]) => {
  const sandbox = await setup();
  const before = await rowsOf(sandbox, use.passSerialNumber);
  await sandbox.call("usePass", use);
  const [newest, ...older] = await rowsOf(sandbox, use.passSerialNumber);
  expect(newest).toEqual({ id: expect.any(Number), date: "2026-01-15 12:00:00", action, amount, balance });
  expect(older).toEqual(before);
  expect(newest.id).toBeGreaterThan(before[0].id);
});

test("useReward adds an operation", async () => {
  const sandbox = await setup();
  await sandbox.call("useReward", { passSerialNumber: "297150-586-203", numberRewards: 1 });
  const [newest] = await rowsOf(sandbox, "297150-586-203");
  expect(newest).toMatchObject({ action: "useReward", amount: 1, balance: 0 });
});

test("a refused use adds no operation", async () => {
  const sandbox = await withOperations(3);
  await sandbox.call("usePass", { passSerialNumber: "c-1", action: "spendPoints", sum: 4 });
  expect(await rowsOf(sandbox, "c-1")).toHaveLength(3);
});

test("operations of another card are not listed", async () => {
  const { call, rival } = await setup();
  const theirs = await call("getPassOperations", { passSerialNumber: "123444-522-344" }, rival);
  expect(theirs.body.rows).toMatchObject([
    { action: "creditReward", amount: 1, balance: 1 },
    { action: "addStamps", amount: 7, balance: 7 },
  ]);
});
