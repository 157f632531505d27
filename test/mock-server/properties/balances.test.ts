/** What holds for any sequence of calls, whoever sends them. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Card, Operation } from "../../../mock-server/domain/model.js";
import type { State } from "../../../mock-server/index.js";
import { testNow, testServer } from "../../support/sandbox.js";

const template = (id: number, type: number, settings: object = {}, companyId = "main") => ({
  id,
  companyId,
  name: `T${id}`,
  type,
  settings,
});
const rewards = [
  { name: "A", stamps: [3, 5], autoUse: false },
  { name: "B", stamps: [5], autoUse: true },
];
const tiers = [
  { from: 0, percent: 1 },
  { from: 20, percent: 2 },
];

/** Seven cards of the main company, one of each type, and a stamp card of the rival's. */
const world = {
  formatVersion: 1,
  companies: [{ id: "main" }, { id: "rival" }],
  templates: [
    template(100, 0, { maxStamps: 5, rewards }),
    template(101, 1, { tiers }),
    template(102, 2, { pointsPerVisit: 2 }),
    template(103, 3),
    template(104, 4, { tiers }),
    template(105, 5),
    template(106, 6),
    template(200, 0, { maxStamps: 5, rewards }, "rival"),
  ],
  clients: [100, 101, 102, 103, 104, 105, 106, 200].map((templateId) => ({
    id: templateId,
    templateId,
    sName: "S",
    fName: "F",
    phone: `12025550${templateId}`,
  })),
  cards: [0, 1, 2, 3, 4, 5, 6].map((type) => ({
    serial: `main-${type}`,
    type,
    templateId: 100 + type,
    clientId: 100 + type,
  })),
} as unknown as State;
(world.cards as unknown[]).push({ serial: "rival-0", type: 0, templateId: 200, clientId: 200 });

const serial = fc.constantFrom(
  "main-0",
  "main-1",
  "main-2",
  "main-3",
  "main-4",
  "main-5",
  "main-6",
  "rival-0",
  "nobody",
);
const action = fc.constantFrom(
  "spendPoints",
  "accruePoints",
  "increaseTotalSpentSum",
  "reduceTotalSpentSum",
  "takeStamps",
  "addStamps",
  "setExpirationDate",
  "nothing",
);
const amount = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 1, max: 30 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(0, -1, 1.5, "7", "x", null, Number.MAX_SAFE_INTEGER, 1e300, [], {}),
  },
);
const call = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      id: fc.constant("usePass"),
      body: fc.record({ passSerialNumber: serial, action, sum: amount, numberStumps: amount }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      id: fc.constant("useReward"),
      body: fc.record({ passSerialNumber: serial, numberRewards: amount }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      id: fc.constantFrom("getPassInfo", "getPassOperations", "getClientInfo", "getInfoPushList"),
      body: fc.record({ passSerialNumber: serial }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      id: fc.constantFrom("sendInfoPush", "usePass", "createClient", "nothing"),
      body: fc.anything(),
    }),
  },
);
const calls = fc.array(fc.record({ by: fc.constantFrom("main", "rival"), call }), { minLength: 1, maxLength: 60 });

/** The balances a card's operations speak of, and what they add up to. */
function addedUp(card: Card, operations: readonly Operation[]): readonly [number, number][] {
  const sum = (...actions: readonly string[]) =>
    operations
      .filter((operation) => operation.serial === card.serial && actions.includes(operation.action))
      .reduce((total, operation) => total + operation.amount, 0);
  switch (card.type) {
    case 0:
      return [
        [card.totalStamps, sum("addStamps")],
        [card.unusedRewards, sum("creditReward") - sum("useReward")],
        [card.activeStamps, card.totalStamps % 5],
      ];
    case 1:
      return [
        [card.points, sum("accruePoints") - sum("spendPoints")],
        [card.totalSpent, sum("increaseTotalSpentSum") - sum("reduceTotalSpentSum")],
      ];
    case 2:
      return [
        [card.visits, sum("addStamps") - sum("takeStamps")],
        [card.points, sum("accruePoints") - sum("spendPoints")],
      ];
    case 4:
      return [[card.totalSpent, sum("increaseTotalSpentSum") - sum("reduceTotalSpentSum")]];
    case 5:
      return [[card.balance, sum("accruePoints") - sum("spendPoints")]];
    default:
      return [[0, sum("redeem")]];
  }
}

test("balances stay at zero or above, operations add up to them, and companies never meet", async () => {
  const server = await testServer();
  await fc.assert(
    fc.asyncProperty(calls, async (sequence) => {
      const { id, companies } = await server.sandbox({ fixture: world, now: testNow });
      const tokens = Object.fromEntries(companies.map((company) => [company.id, company.token]));
      const { sandboxes, engine } = server.parts;
      const cardsOf = async (owner: string) => {
        const { cards = [] } = await sandboxes.state(id);
        return JSON.stringify(cards.filter((card) => String(card.serial).startsWith(owner)));
      };
      for (const { by, call: sent } of sequence) {
        const other = by === "main" ? "rival" : "main";
        const before = await cardsOf(other);
        const body = Buffer.from(JSON.stringify(sent.body) ?? "");
        const answer = await engine.handle({
          method: "POST",
          name: sent.id,
          token: tokens[by],
          body,
          origin: "http://x",
        });
        expect(answer.status).toBeLessThan(500);
        expect(answer.body).not.toContain(`"${other}-`);
        expect(await cardsOf(other)).toBe(before);
      }
      const state = await sandboxes.state(id);
      for (const card of (state.cards ?? []) as Card[]) {
        for (const [balance, expected] of addedUp(card, (state.operations ?? []) as Operation[])) {
          expect(balance).toBe(expected);
          expect(balance).toBeGreaterThanOrEqual(0);
        }
      }
      await sandboxes.delete(id);
    }),
    { numRuns: 150 },
  );
  expect(server.logged).toEqual([]);
});
