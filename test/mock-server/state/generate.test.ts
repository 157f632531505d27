import { expect, test } from "vitest";
import { allCardTypes, cardTypes } from "../../../mock-server/cards/index.js";
import { defaultProfile } from "../../../mock-server/model/profile.js";
import { ensureStampCounters } from "../../../mock-server/state/ensure-records.js";
import { type GeneratedSize, generateState } from "../../../mock-server/state/generate/state.js";
import { asState, recordsOfState, stateOf } from "../../../mock-server/state/state.js";
import { stateJson } from "../../../mock-server/state/state-json.js";
import { groupBy } from "../../../shared/group-by.js";
import { testNow } from "../../support/sandbox.js";

const textOf = async (seed: number, size: GeneratedSize): Promise<string> =>
  [...stateJson(await generateState(seed, testNow, size))].join("");

/** Returns the validated records of a generated state. */
async function recordsFor(size: GeneratedSize, seed = 1) {
  const state = asState(JSON.parse(await textOf(seed, size)));
  const origin = { seed: 9, now: "2020-01-01T00:00:00.000Z", profile: defaultProfile, newToken: String };
  const records = recordsOfState(state, origin);
  ensureStampCounters(records);
  return records;
}

test.each([
  { clients: 0, cards: 0, operations: 0 },
  { clients: 1, cards: 1, operations: 0 },
  { clients: 1000, cards: 0, operations: 0 },
  { clients: 1000, cards: 1000, operations: 0 },
  { clients: 3000, cards: 1500, operations: 9000 },
])("a generated state is valid and has its size: %o", async (size) => {
  const { clients, cards, operations } = await recordsFor(size);
  expect(clients.length).toBe(size.clients);
  expect(cards.length).toBe(size.cards);
  expect(operations.length).toBeGreaterThanOrEqual(size.operations * 0.99);
  expect(operations.length).toBeLessThanOrEqual(size.operations + 3);
});

test("a generated state is complete", async () => {
  const size = { clients: 500, cards: 400, operations: 800 };
  const { clients, cards, operations } = JSON.parse(await textOf(1, size));
  const exported = stateOf(await recordsFor(size));
  expect({ clients, cards, operations }).toEqual({
    clients: exported.clients,
    cards: exported.cards,
    operations: exported.operations,
  });
});

test("a generated state depends on its seed and size only", async () => {
  const size = { clients: 200, cards: 200, operations: 500 };
  expect(await textOf(7, size)).toBe(await textOf(7, size));
  expect(await textOf(7, size)).not.toBe(await textOf(8, size));
});

test("a generated state has cards of all types, with actions of each", async () => {
  const { cards, operations } = await recordsFor({ clients: 2000, cards: 2000, operations: 20_000 });
  expect([...new Set(cards.map(({ type }) => type))].sort()).toEqual(allCardTypes);
  const typeOf = new Map(cards.map(({ serial, type }) => [serial, type]));
  for (const type of allCardTypes) {
    const { usePass, hasRewards } = cardTypes[type];
    const seen = new Set(operations.filter(({ serial }) => typeOf.get(serial) === type).map(({ action }) => action));
    for (const action of Object.keys(usePass)) expect(seen).toContain(action);
    if (hasRewards) expect(seen).toContain("useReward");
  }
});

test("generated histories lead to the balances of their cards", async () => {
  const { cards, operations } = await recordsFor({ clients: 2000, cards: 2000, operations: 20_000 });
  const historyOf = groupBy(operations, ({ serial }) => serial);
  let compared = 0;
  for (const card of cards) {
    const history = historyOf.get(card.serial) ?? [];
    for (const form of cardTypes[card.type].history) {
      const actions = "once" in form ? [form.once] : [form.credit, form.debit];
      const newest = history.findLast(({ action }) => actions.includes(action));
      if (newest === undefined) continue;
      compared += 1;
      const balance = (card as unknown as Record<string, unknown>)[form.balance];
      expect(balance).toBe("once" in form ? newest.at : newest.balance);
    }
  }
  expect(compared).toBeGreaterThan(500);
});
