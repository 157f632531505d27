/** Several states of one interaction, in any order: generated records avoid the ids and contacts in all parameters. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { compose, ProviderStateError, type StateCall } from "../../contracts/index.js";
import { contractNow } from "../../contracts/states/defaults.js";
import { fixtureOf, type World } from "../../contracts/states/world.js";
import { setup, testServer } from "../support/sandbox.js";
import { sharedInFile } from "../support/share.js";

type Call = readonly [name: string, params?: StateCall["params"]];

const called = (calls: readonly Call[]): readonly StateCall[] => calls.map(([name, params = {}]) => ({ name, params }));

async function given(...calls: readonly Call[]) {
  const { world, values } = compose(called(calls));
  return { ...(await setup({ fixture: fixtureOf(world), now: contractNow })), world, values };
}

const coffee = 340717;
const foreign = "123444-522-344";
const firstOfCrowd = "400000-000-001";

/** Returns the states in both orders. */
const bothWays = (...calls: readonly Call[]): readonly (readonly Call[])[] => [calls, calls.toReversed()];

test.each(bothWays(["clients", { count: 3 }], ["a client", { userID: 21000002, phone: 13035550001 }]))(
  "generated clients avoid the id and phone in parameters: %j, %j",
  async (...calls) => {
    const { call } = await given(...(calls as readonly Call[]));
    const { rows } = (await call("getClientsList", { idTemplate: coffee })).body;
    expect(rows).toHaveLength(4);
    expect((await call("searchClient", { idTemplate: coffee, phone: 13035550001 })).body.userID).toBe(21000002);
  },
);

test.each(bothWays(["installed cards", { count: 3 }], ["no card", { serial: firstOfCrowd }]))(
  "generated cards avoid the serial number of no card: %j, %j",
  async (...calls) => {
    const { call } = await given(...(calls as readonly Call[]));
    expect((await call("getPassInfo", { passSerialNumber: firstOfCrowd })).body).toEqual({ error: 2 });
    const push = { pushSegment: "allClients", idTemplate: String(coffee), messageText: "x", page: 1 };
    expect((await call("sendInfoPush", push)).body.numberOfRowsSelected).toBe(3);
  },
);

test.each(bothWays(["installed cards", { count: 3 }], ["a stamp card", { serial: firstOfCrowd, activeStamps: 7 }]))(
  "generated cards avoid the serial number in parameters: %j, %j",
  async (...calls) => {
    const { call } = await given(...(calls as readonly Call[]));
    expect((await call("getPassInfo", { passSerialNumber: firstOfCrowd })).body.activeStamps).toBe(7);
    const push = { pushSegment: "allClients", idTemplate: String(coffee), messageText: "x", page: 1 };
    expect((await call("sendInfoPush", push)).body.numberOfRowsSelected).toBe(4);
  },
);

test.each([
  ...bothWays(["a template", { idTemplate: 340801 }], ["a card of another company"]),
  ...bothWays(["a client", { userID: 30000001 }], ["a card of another company"]),
  ...bothWays(["clients", { idTemplate: 340801, count: 1 }], ["a card of another company"]),
])("the other company's records avoid ids in parameters: %j, %j", async (...calls) => {
  const { call } = await given(...(calls as readonly Call[]));
  expect((await call("getPassInfo", { passSerialNumber: foreign })).body).toEqual({ error: 3 });
  expect((await call("getTemplates")).body.templates).toHaveLength(1);
});

test.each(bothWays(["a template", { idTemplate: 340731, type: 2 }], ["an expired card", { type: 0 }]))(
  "an expired card avoids templates of other types: %j, %j",
  async (...calls) => {
    const { call, values } = await given(...(calls as readonly Call[]));
    const { templates } = (await call("getTemplates")).body;
    expect(templates.map(({ type }: { type: number }) => type).sort()).toEqual([0, 2]);
    expect(values).toMatchObject({ serial: expect.any(String) });
  },
);

test.each([
  ...bothWays(["a client", { userID: 1 }], ["a client", { userID: 2, phone: 12025550143 }]),
  ...bothWays(["a client", { userID: 1 }], ["a client", { userID: 2, email: "jane.doe@example.com" }]),
  ...bothWays(["a client", { userID: 1, email: "x@y" }], ["a client", { userID: 2, email: "1@example.com" }]),
])("default contacts avoid contacts in parameters: %j, %j", async (...calls) => {
  const { call } = await given(...(calls as readonly Call[]));
  expect((await call("getClientsList", { idTemplate: coffee })).body.rows).toHaveLength(2);
});

test("clients of two templates can share a phone", async () => {
  const phone = { phone: 12025550143 };
  const { call } = await given(["a stamp card", phone], ["a cashback card", phone]);
  expect((await call("getClientPassesByPhone", { phone: 12025550143 })).body.rows).toHaveLength(2);
});

test("default holders avoid clients of later states", async () => {
  const { world } = await given(
    ["a stamp card"],
    ["a stamp card", { serial: "2" }],
    ["a client", { userID: 20779268, idTemplate: 340718 }],
  );
  expect(world.cards.map(({ clientId }) => clientId)).toEqual([20779267, 20779269]);
});

test.each([
  ...bothWays(["a client", { idTemplate: 5 }], ["a template", { idTemplate: 5, type: 1 }]),
  ...bothWays(["clients", { idTemplate: 5 }], ["a cashback card", { idTemplate: 5 }]),
  ...bothWays(["a template", { idTemplate: 5 }], ["a cashback card", { idTemplate: 5 }]),
  ...bothWays(["an expired card", { serial: "1" }], ["a cashback card", { serial: "1", idTemplate: 5, userID: 9 }]),
  ...bothWays(["a client", { userID: 9, idTemplate: 5 }], ["a cashback card", { serial: "1", userID: 9 }]),
  ...bothWays(["a client", { userID: 9, fName: "Ann" }], ["a client", { userID: 9, idTemplate: 5 }]),
])("a missing parameter is taken from another state: %j, %j", async (...calls) => {
  const { world } = await given(...(calls as readonly Call[]));
  expect(world.templates.map(({ id }) => id)).toEqual([5]);
});

test.each(
  bothWays(
    ["operations on a card", { serial: "1", count: 2 }],
    ["a cashback card", { serial: "1", points: 7 }],
    ["operations on a card", { serial: "1", count: 2 }],
  ).concat([
    [
      ["operations on a card", { serial: "1", count: 4 }],
      ["a cashback card", { serial: "1", points: 7 }],
    ],
  ]),
)("operations end at the final balance in any order: %j, %j", async (...calls) => {
  const { call } = await given(...(calls as readonly Call[]));
  const { rows } = (await call("getPassOperations", { passSerialNumber: "1" })).body;
  expect(rows.map(({ balance }: { balance: number }) => balance)).toEqual([7, 6, 7, 6]);
});

test("installed cards do not expire with the template's date", async () => {
  const expiry = { kind: "fixed", at: "2025-01-01 00:00:00" };
  const { call } = await given(["a template", { settings: { expiry } }], ["installed cards", { count: 2 }]);
  const list = { idTemplate: coffee, selectionMode: "PassInstalled", page: 1 };
  expect((await call("getTemplateClientPasses", list)).body.rows).toHaveLength(2);
});

const number = (...of: readonly number[]) => fc.constantFrom(...of);
const serial = fc.constantFrom(firstOfCrowd, foreign, "297150-586-203", "297150-586-213", "1");
const idTemplate = number(coffee, 340718, 340731, 340801, 5);
const userID = number(20779267, 20779268, 20779277, 21000001, 21000002, 30000001);
const phone = number(12025550143, 12025550144, 13035550001);
const email = fc.constantFrom("jane.doe@example.com", "21000001@example.com", "20779268@example.com");
const count = fc.integer({ min: 0, max: 4 });
const some = <T>(of: { readonly [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(of, { requiredKeys: [] });
const state = (name: string, params: fc.Arbitrary<object>) => fc.tuple(fc.constant(name), params);

const anyCall = fc.oneof(
  state("a template", some({ idTemplate, type: number(0, 1) })),
  state("a client", some({ userID, idTemplate, phone, email })),
  state("clients", some({ idTemplate, count })),
  state("installed cards", some({ idTemplate, count })),
  state("a stamp card", some({ serial, idTemplate, userID, phone, email })),
  state("a cashback card", some({ serial, idTemplate, userID, phone })),
  state("an expired card", some({ serial, type: number(0, 1) })),
  state("a card of another company", some({ serial })),
  state("no card", some({ serial })),
  state("operations on a card", some({ serial, count })),
  state("pushes on a card", some({ serial, count })),
);

const composed = (calls: readonly StateCall[]): World | undefined => {
  try {
    return compose(calls).world;
  } catch (error) {
    if (error instanceof ProviderStateError) return undefined;
    throw error;
  }
};

test("any states contradict each other or form a valid fixture", async () => {
  const server = await sharedInFile("server", testServer);
  let valid = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(anyCall, { minLength: 1, maxLength: 5 }), async (list) => {
      const calls = called(list as readonly (readonly [string, StateCall["params"]])[]);
      const world = composed(calls);
      if (world === undefined) return;
      valid += 1;
      const { id } = await server.sandbox({ fixture: fixtureOf(world), now: contractNow });
      await server.services.sandboxes.delete(id);
      const ofMain = new Set(world.templates.filter(({ companyId }) => companyId === "main").map((row) => row.id));
      const holderOf = (of: string) => world.cards.find((card) => card.serial === of);
      for (const { name, params } of calls) {
        if (name === "no card") expect(holderOf(String(params.serial ?? "000000-000-000"))).toBeUndefined();
        if (name === "a card of another company")
          expect(ofMain.has(holderOf(String(params.serial ?? foreign))?.templateId ?? coffee)).toBe(false);
        if (params.userID !== undefined)
          expect(ofMain.has(world.clients.find((row) => row.id === params.userID)?.templateId ?? 0)).toBe(true);
        if (params.idTemplate !== undefined) expect(ofMain).toContain(params.idTemplate);
      }
      const bulkStates = calls.filter(({ name }) => name === "clients" || name === "installed cards");
      const all = bulkStates.reduce((sum, { params }) => sum + Number(params.count ?? 11), 0);
      const named = new Set(calls.map(({ params }) => params.userID).filter((id) => id !== undefined));
      expect(world.clients.length).toBeGreaterThanOrEqual(all + named.size);
    }),
    { numRuns: 400 },
  );
  expect(valid).toBeGreaterThan(100);
});
