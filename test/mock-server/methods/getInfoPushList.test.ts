import { expect, test } from "vitest";
import type { State } from "../../../mock-server/index.js";
import { setup } from "../../support/sandbox.js";
import { testsOfCardMethod, testsOfEveryMethod, testsOfPage } from "./every-method.js";

const valid = { passSerialNumber: "297150-586-212" };

testsOfEveryMethod("getInfoPushList", valid, ["passSerialNumber"]);
testsOfCardMethod("getInfoPushList", valid);
testsOfPage("getInfoPushList", valid);

/** Creates a sandbox whose card `c-1` has some pushes, `Push 1` the oldest. */
const withPushes = (count: number) => {
  const fixture: State = {
    formatVersion: 1,
    templates: [{ id: 1, name: "Club", type: 6 }],
    clients: [{ id: 1, templateId: 1, sName: "Doe", fName: "Jane" }],
    cards: [{ serial: "c-1", type: 6, templateId: 1, clientId: 1, status: "installed" }],
    pushes: Array.from({ length: count }, (_, index) => ({
      id: index + 1,
      serial: "c-1",
      at: `2022-08-04T16:56:${String(index + 10)}.789Z`,
      message: `Push ${index + 1}`,
    })),
  };
  return setup({ fixture });
};

test("getInfoPushList returns the pushes of a card", async () => {
  const { call } = await withPushes(2);
  const { status, body } = await call("getInfoPushList", { passSerialNumber: "c-1" });
  expect(status).toBe(200);
  expect(body).toEqual({
    result: 1,
    rows: [
      { id: 2, date: "2022-08-04 16:56:11", message: "Push 2" },
      { id: 1, date: "2022-08-04 16:56:10", message: "Push 1" },
    ],
  });
  expect(Object.keys(body)[0]).toBe("result");
});

test.each([
  [0, [0, 0]],
  [1, [1, 0]],
  [9, [9, 0]],
  [10, [10, 0]],
  [11, [10, 1, 0]],
  [20, [10, 10, 0]],
  [25, [10, 10, 5, 0]],
])("%i pushes are listed newest first in pages of %j", async (count, sizes) => {
  const { call } = await withPushes(count);
  const ids: number[] = [];
  for (const [index, size] of sizes.entries()) {
    const { rows } = (await call("getInfoPushList", { passSerialNumber: "c-1", page: index + 1 })).body;
    expect(rows).toHaveLength(size);
    ids.push(...rows.map(({ id }: { id: number }) => id));
  }
  expect(ids).toEqual(Array.from({ length: count }, (_, index) => count - index));
});

test("getInfoPushList begins with the newest push, its time and text", async () => {
  const { call } = await setup();
  await call("sendInfoPush", { ...valid, pushSegment: "oneClient", messageText: "¡Olé! 🎉 {{passCurrentStamps}}" });
  const { rows } = (await call("getInfoPushList", valid)).body;
  expect(rows[0]).toEqual({ id: expect.any(Number), date: "2026-01-15 12:00:00", message: "¡Olé! 🎉 4" });
  expect(rows[1]).toMatchObject({ message: "News 25" });
  expect(rows).toHaveLength(10);
});

test("pushes of the same moment are listed newest first", async () => {
  const { call } = await withPushes(0);
  for (const messageText of ["a", "b", "c"]) {
    await call("sendInfoPush", { pushSegment: "oneClient", passSerialNumber: "c-1", messageText });
  }
  const { rows } = (await call("getInfoPushList", { passSerialNumber: "c-1" })).body;
  expect(rows.map(({ message }: { message: string }) => message)).toEqual(["c", "b", "a"]);
});

test("a deleted card keeps its pushes", async () => {
  const { call, control } = await withPushes(1);
  await control("POST", "/cards/c-1/delete");
  expect((await call("getInfoPushList", { passSerialNumber: "c-1" })).body.rows).toHaveLength(1);
});
