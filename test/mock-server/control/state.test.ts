import { expect, test } from "vitest";
import { setup, stateText } from "../../support/sandbox.js";

test("state round-trips exactly, in this sandbox and in another", async () => {
  const world = await setup();
  await world.call("usePass", { passSerialNumber: "297150-586-203", numberStumps: 9 });
  const state = (await world.control("GET", "/state")).body;
  const text = JSON.stringify(state);
  expect((await world.control("PUT", "/state", state)).status).toBe(200);
  expect(await stateText(world)).toBe(text);
  const other = await setup({ fixture: "empty" });
  const theirs = {
    ...state,
    companies: state.companies.map(({ id, name }: { id: string; name: string }) => ({ id, name })),
  };
  expect((await other.control("PUT", "/state", theirs)).status).toBe(200);
  const found = (await other.control("GET", "/state")).body;
  expect(JSON.stringify({ ...found, companies: 0 })).toBe(JSON.stringify({ ...state, companies: 0 }));
  expect((await other.call("getPassInfo", { passSerialNumber: "297150-586-203" })).body.totalStamps).toBe(22);
});

test.each([
  [{}, /formatVersion is missing/],
  [{ formatVersion: 3 }, /formatVersion/],
  [{ formatVersion: 1, companies: [{ id: "a", token: "x y" }] }, /companies\.0\.token/],
  [{ formatVersion: 1, companies: [{ id: "a" }, { id: "a" }] }, /companies\.1\.id: duplicate a/],
  [
    { formatVersion: 1, templates: [{ name: "T", type: 0, companyId: "z" }] },
    /templates\.0\.companyId: company z does not exist/,
  ],
  [
    {
      formatVersion: 1,
      templates: [{ name: "T", type: 0, settings: { maxStamps: 5, rewards: [{ name: "R", stamps: [6] }] } }],
    },
    /at most maxStamps/,
  ],
  [
    {
      formatVersion: 1,
      templates: [{ id: 1, name: "T", type: 6 }],
      clients: [{ templateId: 2, sName: "S", fName: "F" }],
    },
    /clients\.0\.templateId: template 2 does not exist/,
  ],
  [
    { formatVersion: 1, operations: [{ serial: "x", action: "addStamps", amount: 1, balance: 1 }] },
    /operations\.0\.serial: card x does not exist/,
  ],
])("an inconsistent state is refused and changes nothing: %j", async (state, message) => {
  const world = await setup();
  const before = await stateText(world);
  const { status, body } = await world.control("PUT", "/state", state);
  expect(status).toBe(400);
  expect(body.error).toMatch(message);
  expect(await stateText(world)).toBe(before);
});

test("a fixture refuses two clients of a template with equal phones", async () => {
  const { control } = await setup({ fixture: "empty" });
  const client = { templateId: 1, sName: "S", fName: "F", phone: "1" };
  const state = { formatVersion: 1, templates: [{ id: 1, name: "T", type: 6 }], clients: [client, client] };
  expect((await control("PUT", "/state", state)).body.error).toMatch(/clients\.1\.phone: duplicate 1 in template 1/);
});

test("PUT state during calls never mixes two states", async () => {
  const { call, control } = await setup();
  const state = (await control("GET", "/state")).body;
  const stamp = () => call("usePass", { passSerialNumber: "297150-586-203", numberStumps: 1 });
  const answers = await Promise.all([
    stamp(),
    stamp(),
    control("PUT", "/state", state),
    stamp(),
    stamp(),
    control("POST", "/reset"),
    stamp(),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  const { totalStamps } = (await call("getPassInfo", { passSerialNumber: "297150-586-203" })).body;
  const { rows } = (await call("getPassOperations", { passSerialNumber: "297150-586-203" })).body;
  expect(rows[0].action === "addStamps" ? rows[0].balance : rows[1].balance).toBe(totalStamps);
});

test("the percentage of a card defaults to the tier of its total", async () => {
  const { call, control } = await setup({ fixture: "empty" });
  const tiers = [
    { from: 0, percent: 3 },
    { from: 10_000, percent: 4 },
  ];
  const card = (serial: string, balances: object) => ({ serial, type: 1, templateId: 1, clientId: 1, ...balances });
  const { status } = await control("PUT", "/state", {
    formatVersion: 1,
    templates: [{ id: 1, name: "Points", type: 1, settings: { tiers } }],
    clients: [{ id: 1, templateId: 1, sName: "Doe", fName: "Jane" }],
    cards: [card("1", { totalSpent: 20_000 }), card("2", { totalSpent: 20_000, percent: 7 })],
  });
  expect(status).toBe(200);
  const percent = async (passSerialNumber: string) =>
    (await call("getPassInfo", { passSerialNumber })).body.currentPersentBonus;
  expect(await percent("1")).toBe(4);
  expect(await percent("2")).toBe(7);
});

test.each([
  [{ phone: "0049123" }, "clients.0.phone must be a string of 1 to 15 digits that does not begin with 0"],
  [{ dateOfBirth: "1999-02-29" }, "clients.0.dateOfBirth must be an existing date"],
])("a state with an invalid client is refused: %j", async (client, message) => {
  const { control } = await setup({ fixture: "empty" });
  const { status, body } = await control("PUT", "/state", {
    formatVersion: 1,
    templates: [{ id: 1, name: "T", type: 6 }],
    clients: [{ templateId: 1, sName: "Doe", fName: "Jane", ...client }],
  });
  expect({ status, error: body.error }).toEqual({ status: 400, error: message });
});
