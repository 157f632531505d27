import { expect, test } from "vitest";
import type { State } from "../../../mock-server/index.js";
import { setup } from "../../support/sandbox.js";
import { testsOfEveryMethod, testsOfPage, testsOfTemplateMethod } from "./every-method.js";

const valid = { idTemplate: 340723 };

testsOfEveryMethod("getClientsList", valid, ["idTemplate"]);
testsOfTemplateMethod("getClientsList", valid);
testsOfPage("getClientsList", valid);

/** Creates a sandbox with some clients of template 1; client n is the n-th. */
const withClients = (count: number) => {
  const clients = Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    templateId: 1,
    sName: `Doe ${index + 1}`,
    fName: "Jane",
  }));
  const fixture: State = { formatVersion: 1, templates: [{ id: 1, name: "Club", type: 6 }], clients };
  return setup({ fixture });
};

test("getClientsList returns clients with and without a card", async () => {
  const fixture: State = {
    formatVersion: 1,
    templates: [{ id: 1, name: "Club", type: 6 }],
    clients: [
      { id: 8, templateId: 1, sName: "Doe", fName: "Jane" },
      {
        id: 3,
        templateId: 1,
        sName: "Šimić",
        fName: "愛 💚",
        phone: "12025550143",
        email: "š@example.com",
        dateOfBirth: "1990-12-31",
        fields: { Field0: "a", Field1: "b", Field2: "c", Field3: "d", Field4: "e", Field5: "" },
      },
    ],
    cards: [{ type: 6, templateId: 1, clientId: 3 }],
  };
  const { call } = await setup({ fixture });
  const { status, body } = await call("getClientsList", { idTemplate: 1 });
  const known = { phone: "12025550143", email: "š@example.com", dateOfBirth: "1990-12-31" };
  const fields = { Field0: "a", Field1: "b", Field2: "c", Field3: "d", Field4: "e", Field5: "" };
  expect(status).toBe(200);
  expect(body).toEqual({
    result: 1,
    rows: [
      { id: 8, sName: "Doe", fName: "Jane", dateOfBirth: null, phone: null, email: null },
      { id: 3, sName: "Šimić", fName: "愛 💚", ...known, ...fields },
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
  [39, [10, 10, 10, 9, 0]],
])("%i clients are listed in order of creation in pages of %j", async (count, sizes) => {
  const { call } = await withClients(count);
  const ids: number[] = [];
  for (const [index, size] of sizes.entries()) {
    const { rows } = (await call("getClientsList", { idTemplate: 1, page: index + 1 })).body;
    expect(rows).toHaveLength(size);
    ids.push(...rows.map(({ id }: { id: number }) => id));
  }
  expect(ids).toEqual(Array.from({ length: count }, (_, index) => index + 1));
});

test("a new client begins a new last page", async () => {
  const { call } = await withClients(10);
  const person = { sName: "Roe", fName: "Rick", phone: 12025550143, idTemplate: 1 };
  const { userID } = (await call("createClient", person)).body;
  const { rows } = (await call("getClientsList", { idTemplate: 1, page: 2 })).body;
  expect(rows).toMatchObject([{ id: userID, sName: "Roe" }]);
});

test("getClientsList returns clients of one template of the caller", async () => {
  const { call, rival } = await setup();
  const ids = async (idTemplate: number, token?: string) =>
    (await call("getClientsList", { idTemplate }, token)).body.rows.map(({ id }: { id: number }) => id);
  expect(await ids(340717)).toEqual([20779267, 20779276, 20779278, 20779280]);
  expect(await ids(340801, rival)).toEqual([30000001]);
});
