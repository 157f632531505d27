/** Every provider state by itself and with others: what it says is what the API then shows. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compose, ProviderStateError, providerStates, type StateCall } from "../../contracts/index.js";
import { contractNow } from "../../contracts/states/defaults.js";
import { statesJson } from "../../contracts/states/list.js";
import { fixtureOf } from "../../contracts/states/world.js";
import { allCardTypes, cardTypes } from "../../mock-server/index.js";
import { setup, stateText } from "../support/sandbox.js";

/** A sandbox in which the states are set up. */
async function given(...calls: (string | readonly [string, StateCall["params"]])[]) {
  const states = calls.map((call) =>
    typeof call === "string" ? { name: call, params: {} } : { name: call[0], params: call[1] },
  );
  const { world, values } = compose(states);
  const sandbox = await setup({ fixture: fixtureOf(world), now: contractNow });
  return { ...sandbox, values };
}

const info = (serial: unknown) => ["getPassInfo", { passSerialNumber: serial }] as const;

test("the catalogue lists all provider states", () => {
  expect(providerStates.map(({ name }) => name)).toEqual([
    "a template",
    "a client",
    "clients",
    ...allCardTypes.map((type) => `a ${cardTypes[type].noun} card`),
    "a card of another company",
    "an expired card",
    "no card",
    "operations on a card",
    "pushes on a card",
    "installed cards",
    "a company",
    "an invalid token",
  ]);
  for (const { about, parameters } of statesJson()) {
    expect(about).toMatch(/\.$/);
    for (const parameter of parameters) expect(Object.values(parameter).every((text) => text.length > 0)).toBe(true);
  }
});

test.each(providerStates.map(({ name }) => name))(
  "%s needs no parameters and returns the listed values",
  async (name) => {
    const { values } = await given(name);
    const listed = providerStates
      .find((state) => state.name === name)
      ?.returns.filter((value) => value !== "installURL");
    expect(Object.keys(values).sort()).toEqual([...(listed ?? [])].sort());
  },
);

test("all states together form a valid sandbox", async () => {
  const sandbox = await given(...providerStates.map(({ name }) => name).filter((name) => name !== "an invalid token"), [
    "a template",
    { type: 6, name: "Club" },
  ]);
  expect(JSON.parse(await stateText(sandbox)).cards.length).toBeGreaterThan(18);
  expect((await sandbox.call("getTemplates")).body.templates).toHaveLength(allCardTypes.length);
});

test("any states in any order form a sandbox or fail", () => {
  const names = providerStates.map(({ name }) => name);
  const anyCall = fc.record({ name: fc.constantFrom(...names), params: fc.constant({}) });
  fc.assert(
    fc.property(fc.array(anyCall, { maxLength: 6 }), (calls) => {
      try {
        const { cards, clients, templates } = compose(calls).world;
        for (const card of cards) {
          const client = clients.find(({ id }) => id === card.clientId);
          const template = templates.find(({ id }) => id === card.templateId);
          expect({ templateId: client?.templateId, type: template?.type }).toEqual({
            templateId: card.templateId,
            type: card.type,
          });
        }
        expect(new Set(cards.map(({ serial }) => serial)).size).toBe(cards.length);
      } catch (error) {
        expect(error).toBeInstanceOf(ProviderStateError);
      }
    }),
  );
});

describe("cards", () => {
  test.each([
    [
      "a stamp card",
      { activeStamps: 7, maxStamps: 8, totalStamps: 15, unusedRewards: 2 },
      { activeStamps: 7, maxStamps: 8, totalStamps: 15, unusedRewards: 2 },
    ],
    [
      "a cashback card",
      { points: 12, totalSpent: 60_000 },
      { amountMoneyBonus: 12, amountMoneySpentTotal: 60_000, currentPersentBonus: 5 },
    ],
    ["a cashback card", { percent: "7.5" }, { currentPersentBonus: 7.5 }],
    ["a subscription card", { visits: 4, points: "6" }, { activeStamps: 4, numberScores: 6 }],
    ["a coupon card", { status: "deleted" }, { type: 3, status: "deleted" }],
    ["a discount card", { totalSpent: 1 }, { amountMoneySpentTotal: 1, currentPersentBonus: 3 }],
    ["a certificate card", { status: "not installed" }, { type: 5, status: "not installed" }],
    ["a membership card", {}, { type: 6, status: "installed" }],
  ])("%s %j", async (name, params, shown) => {
    const { call, values } = await given([name, { serial: "1-2-3", ...params }]);
    expect((await call(...info(values.serial))).body).toMatchObject({ result: 1, serialNumber: "1-2-3", ...shown });
  });

  test("the state of a certificate or a coupon sets its balances", async () => {
    const { call, control } = await given(
      ["a certificate card", { balance: 30 }],
      ["a coupon card", { redeemed: "true" }],
    );
    const spend = { passSerialNumber: "297150-586-208", action: "spendPoints" };
    expect((await call("usePass", { ...spend, sum: 31 })).body).toEqual({ error: 4 });
    expect((await call("usePass", { ...spend, sum: 30 })).body).toEqual({ result: 1 });
    expect((await control("POST", "/cards/297150-586-206/redeem")).status).toBe(409);
  });

  test("a card creates its client and template with given ids", async () => {
    const params = { serial: 77, idTemplate: "55", userID: "66", phone: "+4915112345678", email: "k@example.com" };
    const { call, values } = await given(["a cashback card", params]);
    expect(values).toMatchObject({
      serial: "77",
      idTemplate: 55,
      userID: 66,
      phone: 4915112345678,
      email: "k@example.com",
    });
    expect((await call("getTemplates")).body.templates).toEqual([{ id: 55, name: "Cashback", type: 1 }]);
    expect((await call("searchClient", { idTemplate: 55, phone: 4915112345678 })).body.userID).toBe(66);
  });

  test("cards of several types share a phone", async () => {
    const { call } = await given("a stamp card", "a cashback card", "a membership card");
    const { rows } = (await call("getClientPassesByPhone", { phone: 12025550143 })).body;
    expect(rows.map(({ type }: { type: number }) => type)).toEqual([0, 1, 6]);
  });

  test("two cards of a template have two clients by default", async () => {
    const { call } = await given("a stamp card", ["a stamp card", { serial: "2-2-2" }]);
    expect((await call("getClientsList", { idTemplate: 340717 })).body.rows).toHaveLength(2);
    const same = await given(["a stamp card", { userID: 5 }], ["a stamp card", { serial: "2-2-2", userID: 5 }]);
    expect((await same.call("getClientsList", { idTemplate: 340717 })).body.rows).toHaveLength(1);
  });

  test("a later state changes single properties of a record", async () => {
    const { call, values } = await given(
      ["a stamp card", { activeStamps: 5, totalStamps: 5, unusedRewards: 3 }],
      ["a client", { userID: 20779267, fName: "Ann" }],
      ["a stamp card", { status: "deleted" }],
      ["a template", { settings: '{"maxStamps": 6, "rewards": []}' }],
    );
    expect((await call(...info(values.serial))).body).toMatchObject({
      activeStamps: 5,
      totalStamps: 5,
      unusedRewards: 3,
      status: "deleted",
      maxStamps: 6,
      rewards: [],
    });
    expect((await call("getClientInfo", { passSerialNumber: values.serial })).body.fName).toBe("Ann");
  });

  test.each([
    [{}, { activeStamps: 3, totalStamps: 13 }],
    [{ totalStamps: 0 }, { activeStamps: 0, totalStamps: 0 }],
    [{ totalStamps: 25 }, { activeStamps: 5, totalStamps: 25 }],
    [{ activeStamps: 7 }, { activeStamps: 7, totalStamps: 17 }],
    [
      { activeStamps: 5, totalStamps: 17, maxStamps: 6 },
      { activeStamps: 5, totalStamps: 17 },
    ],
    [{ maxStamps: 1 }, { activeStamps: 0, totalStamps: 1 }],
  ])("a stamp card %j counts as the server does", async (params, shown) => {
    const { call, values } = await given(["a stamp card", params]);
    expect(values).toMatchObject(shown);
    expect((await call(...info(values.serial))).body).toMatchObject(shown);
    await call("usePass", { passSerialNumber: values.serial, numberStumps: 1 });
    const { activeStamps, totalStamps, maxStamps } = (await call(...info(values.serial))).body;
    expect({ totalStamps, activeStamps }).toEqual({
      totalStamps: shown.totalStamps + 1,
      activeStamps: totalStamps % maxStamps,
    });
  });

  test("a given counter of a stamp card changes the other counter", async () => {
    const { values } = await given(["a stamp card", { activeStamps: 5 }], ["a stamp card", { totalStamps: 28 }]);
    expect(values).toMatchObject({ activeStamps: 8, totalStamps: 28 });
  });

  test("a percentage comes from the highest reached tier, in any order", async () => {
    const tiers = [
      { from: 100, percent: 2 },
      { from: 1000, percent: 9 },
      { from: 0, percent: 1 },
    ];
    const { call, values } = await given(
      ["a template", { type: 4, settings: { tiers } }],
      ["a discount card", { totalSpent: 99 }],
    );
    expect(values.percent).toBe(1);
    await call("usePass", { passSerialNumber: values.serial, action: "increaseTotalSpentSum", sum: 1 });
    const { currentPersentBonus } = (await call(...info(values.serial))).body;
    const { values: later } = await given(
      ["a template", { type: 4, settings: { tiers } }],
      ["a discount card", { totalSpent: 100 }],
    );
    expect({ state: later.percent, server: currentPersentBonus }).toEqual({ state: 2, server: 2 });
  });

  test("a full card shows no stamps in the default profile", async () => {
    const { call, values } = await given(["a stamp card", { activeStamps: 10 }]);
    expect((await call(...info(values.serial))).body).toMatchObject({ activeStamps: 0, totalStamps: 20 });
  });

  test.each(allCardTypes)("an expired card of type %i is usable once it is extended", async (type) => {
    const { call, values } = await given(["an expired card", { type }]);
    const passSerialNumber = values.serial;
    const uses: Readonly<Record<number, object>> = {
      0: { numberStumps: 1 },
      1: { action: "accruePoints", sum: 1 },
      2: { action: "addStamps", numberStumps: 1 },
      4: { action: "increaseTotalSpentSum", sum: 1 },
      5: { action: "accruePoints", sum: 1 },
    };
    const use = () => call("usePass", { passSerialNumber, ...uses[type] });
    if (uses[type] !== undefined) expect((await use()).why).toMatch(/expired/);
    const extend = { passSerialNumber, action: "setExpirationDate", expiryDate: 1_900_000_000 };
    expect((await call("usePass", extend)).body).toEqual({ result: 1 });
    if (uses[type] !== undefined) expect((await use()).body).toEqual({ result: 1 });
  });

  test("an expiry date is UNIX seconds or a date", async () => {
    for (const expiryDate of [1_700_000_000, "1700000000", "2023-11-14"]) {
      const { call, values } = await given(["a stamp card", { expiryDate }]);
      expect((await call("usePass", { passSerialNumber: values.serial, numberStumps: 1 })).why).toMatch(/expired/);
    }
  });

  test("two states about a card of another company share it", async () => {
    const name = "a card of another company";
    const { call, control, values } = await given([name, { serial: "9-9-9" }], [name, { serial: "9-9-9" }], name);
    expect((await control("GET", "/state")).body.cards).toHaveLength(2);
    expect((await call(...info("9-9-9"))).body).toEqual({ error: 3 });
    expect(values.serial).toBe("123444-522-344");
    const states = [name, name].map((one) => ({ name: one, params: {} }));
    expect(fixtureOf(compose(states).world)).toEqual(fixtureOf(compose(states.slice(1)).world));
  });

  test("a card of another company is error 3, no card error 2", async () => {
    const { call } = await given(["a card of another company", { serial: "9-9-9" }], ["no card", { serial: "8-8-8" }]);
    expect((await call(...info("9-9-9"))).body).toEqual({ error: 3 });
    expect((await call(...info("8-8-8"))).body).toEqual({ error: 2 });
  });
});

describe("lists", () => {
  test("count sets the number of clients, cards, operations and pushes", async () => {
    const { call } = await given(
      ["clients", { count: 12 }],
      ["installed cards", { idTemplate: 340723, count: "13" }],
      ["operations on a card", { count: 52 }],
      ["pushes on a card", { count: 14 }],
    );
    const rows = async (id: "getClientsList" | "getPassOperations" | "getInfoPushList", body: object) =>
      (await call(id, { ...body, page: 2 })).body.rows.length;
    expect(await rows("getClientsList", { idTemplate: 340717 })).toBe(3);
    expect(await rows("getPassOperations", { passSerialNumber: "297150-586-203" })).toBe(2);
    expect(await rows("getInfoPushList", { passSerialNumber: "297150-586-203" })).toBe(4);
    const broadcast = { pushSegment: "allClients", idTemplate: "340723", messageText: "x", page: 2 };
    expect((await call("sendInfoPush", broadcast)).body).toEqual({ result: 1, numberOfRowsSelected: 3 });
  });

  test("count can be 0", async () => {
    const { call } = await given(
      ["clients", { count: 0 }],
      ["installed cards", { idTemplate: 340723, count: 0 }],
      ["a membership card", { serial: "1-2-3", idTemplate: 5 }],
      ["operations on a card", { serial: "1-2-3", count: 0 }],
      ["pushes on a card", { serial: "1-2-3", count: 0 }],
    );
    expect((await call("getClientsList", { idTemplate: 340717 })).body.rows).toEqual([]);
    expect((await call("getPassOperations", { passSerialNumber: "1-2-3" })).body.rows).toEqual([]);
    expect((await call("getInfoPushList", { passSerialNumber: "1-2-3" })).body.rows).toEqual([]);
    const broadcast = { pushSegment: "allClients", idTemplate: "340723", messageText: "x", page: 1 };
    expect((await call("sendInfoPush", broadcast)).body).toEqual({ result: 1, numberOfRowsSelected: 0 });
  });

  test("operations on a stamp card end at its total with any maxStamps", async () => {
    const { call } = await given(
      ["a template", { settings: { maxStamps: 6, rewards: [] } }],
      ["operations on a card", { count: 20 }],
    );
    expect((await call(...info("297150-586-203"))).body).toMatchObject({ activeStamps: 2, totalStamps: 20 });
  });

  test.each([
    ["a cashback card", { points: 3 }, "amountMoneyBonus"],
    ["a cashback card", { points: 0 }, "amountMoneyBonus"],
    ["a subscription card", { visits: 2 }, "activeStamps"],
    ["a discount card", {}, "amountMoneySpentTotal"],
    ["a stamp card", { totalStamps: 60, activeStamps: 0 }, "totalStamps"],
    ["a stamp card", { totalStamps: 3 }, "unusedRewards"],
  ])("operations on %s %j end at its balance", async (name, params, balance) => {
    const { call } = await given(
      [name, { serial: "1-2-3", ...params }],
      ["operations on a card", { serial: "1-2-3", count: 9 }],
    );
    const { rows } = (await call("getPassOperations", { passSerialNumber: "1-2-3" })).body;
    expect(rows).toHaveLength(9);
    expect(rows[0].balance).toBe((await call(...info("1-2-3"))).body[balance]);
    for (const [index, { amount }] of rows.entries()) {
      if (index > 0) expect(Math.abs(rows[index - 1].balance - rows[index].balance)).toBe(amount);
    }
  });
});

test("given ids are kept, and the API creates different ids", async () => {
  const { call: inEmpty } = await given("a template");
  const client = { idTemplate: 340717, sName: "D", fName: "J", phone: 5 };
  const { userID } = (await inEmpty("createClient", client)).body;
  const { serialNumber } = (await inEmpty("createPass", { idTemplate: 340717, userID })).body;
  const { call } = await given(["a client", { userID }], ["a stamp card", { serial: serialNumber, userID: 1 }]);
  const other = (await call("createClient", client)).body.userID;
  expect(other).not.toBe(userID);
  expect((await call("createPass", { idTemplate: 340717, userID: other })).body.serialNumber).not.toBe(serialNumber);
});

describe("a mistake fails with a hint", () => {
  test.each([
    ["a stmp card", {}, 'unknown provider state "a stmp card"; did you mean "a stamp card"?'],
    [
      "the moon is full",
      {},
      /^unknown provider state "the moon is full"; similar: "[^"]+", "[^"]+", "[^"]+"\. Run luna-sandbox states for the list$/,
    ],
    ["the customer has an expired card", {}, /; similar: "an expired card", /],
    [
      "a stamp card",
      { activStamps: 1 },
      'unknown parameter "activStamps" of "a stamp card"; did you mean "activeStamps"?',
    ],
    ["a stamp card", { activeStamps: -1 }, 'activeStamps of "a stamp card" must be an integer of at least 0, got -1'],
    ["a template", { type: "stamps" }, /type of "a template" must be one of 0, 1, .* got "stamps"/],
    ["a template", { settings: { maxStmps: 1 } }, /settings of "a template"/],
    [
      "a client",
      { dateOfBirth: "yesterday" },
      /dateOfBirth of "a client" must be a date such as 1990-05-17, or null for none, got "yesterday"/,
    ],
    ["a client", { dateOfBirth: "1990-02-30" }, /dateOfBirth of "a client"/],
    ["a stamp card", { activeStamps: 11 }, "activeStamps must be at most maxStamps (10), got 11"],
    ["a stamp card", { activeStamps: 4, totalStamps: 2 }, "activeStamps must be at most totalStamps (2), got 4"],
    [
      "a stamp card",
      { activeStamps: 4, totalStamps: 15 },
      /activeStamps must be 5 for totalStamps 15 and maxStamps 10, got 4/,
    ],
    ["a company", { token: "two\nlines" }, /token of "a company" must be text of printable ASCII .* got "two\\nlines"/],
    ["a company", { token: "schlüssel" }, /must be text of printable ASCII/],
    ["an invalid token", { token: "🔑" }, /must be text of printable ASCII/],
    ["a company", { token: " t" }, /without spaces at its ends/],
    ["a stamp card {oops}", {}, /parameters of "a stamp card" must be a JSON object/],
  ])("%s %j", (name, params, message) => {
    expect(() => compose([{ name, params }])).toThrow(ProviderStateError);
    expect(() => compose([{ name, params }])).toThrow(message);
  });

  test.each([
    [
      ["a stamp card", {}],
      ["a cashback card", { serial: "297150-586-203" }],
      /has type 0 in one state and 1 in another/,
    ],
    [["a template", { type: 0 }], ["a template", { idTemplate: 340717, type: 2 }], /template 340717 has type 0/],
    [
      ["a stamp card", { activeStamps: 5 }],
      ["a template", { settings: { maxStamps: 6 } }],
      /card 297150-586-203: activeStamps must be 3 for totalStamps 15 and maxStamps 6, got 5/,
    ],
    [
      ["a template", { settings: { maxStamps: 0 } }],
      ["a stamp card", {}],
      /maxStamps must be an integer of at least 1, got 0/,
    ],
    [["a client", { idTemplate: 340717 }], ["a client", { idTemplate: 5 }], /belongs to template 340717/],
    [
      ["a client", { userID: 1, phone: 7 }],
      ["a client", { userID: 2, phone: 7 }],
      /clients 1 and 2 .* cannot both have 7/,
    ],
    [
      ["a card of another company", { serial: "1" }],
      ["a stamp card", { serial: "1" }],
      /belongs to another company in one state/,
    ],
    [
      ["a card of another company", { serial: "1" }],
      ["an expired card", { serial: "1" }],
      /belongs to another company in one state/,
    ],
    [
      ["a stamp card", { serial: "1", userID: 2 }],
      ["a stamp card", { serial: "1", userID: 3 }],
      /card 1 has userID 2 in one state and 3 in another/,
    ],
    [
      ["a stamp card", { serial: "1", idTemplate: 2 }],
      ["a stamp card", { serial: "1", idTemplate: 3 }],
      /card 1 has idTemplate 2 in one state and 3 in another/,
    ],
    [["a stamp card", {}], ["no card", { serial: "297150-586-203" }], /exists in one state and not in another/],
    [["no card", { serial: "1" }], ["a stamp card", { serial: "1" }], /exists in one state and not in another/],
    [
      ["a stamp card", { serial: "1" }],
      ["a card of another company", { serial: "1" }],
      /belongs to another company in one state/,
    ],
    [["a company", { token: "t" }], ["an invalid token", { token: "t" }], /valid in one state and invalid in another/],
    [["an invalid token", {}], ["a company", {}], /valid in one state and invalid in another/],
    [["a membership card", { serial: "1" }], ["operations on a card", { serial: "1" }], /cannot have 51 operations/],
  ] as const)("%j with %j", ([name, params], [other, more], message) => {
    expect(() =>
      compose([
        { name, params },
        { name: other, params: more },
      ]),
    ).toThrow(message);
  });

  test("names ignore case and spacing, and an empty name is ignored", () => {
    expect(compose([{ name: " A  Stamp card", params: {} }]).values.serial).toBe("297150-586-203");
    expect(compose([{ name: "", params: {} }]).world.cards).toEqual([]);
  });
});
