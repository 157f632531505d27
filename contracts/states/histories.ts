import { cardTypeOf, type HistoryForm } from "../../mock-server/index.js";
import { withCard } from "./card.js";
import { contractNow, defaultSerial } from "./defaults.js";
import { integerParameter, serialNumberParameter } from "./parameters.js";
import { ProviderStateError } from "./provider-state-error.js";
import { providerState } from "./state.js";
import type { CardRow, OperationRow, World } from "./world.js";

/** Adds a stamp card with the serial number to the world, unless a state creates the card. */
function ensureCard(world: World, serial: string, counters: Readonly<Record<string, number>> = {}): World {
  const exists = world.cards.some((card) => card.serial === serial) || world.named.card(serial).createsCard;
  return exists ? world : withCard(world, 0, { serial, ...counters })[0];
}

/** Returns the time of a row. Rows are a minute apart, the last a minute before now. */
const timeOf = (index: number, count: number): string =>
  new Date(Date.parse(contractNow) - (count - index) * 60_000).toISOString();

/** Returns `count` changes by 1 that end at the present balance, in the first form that fits the card. */
function history({ serial, type, balances }: CardRow, count: number): readonly OperationRow[] {
  if (count === 0) return [];
  const rows = (rowAt: (fromEnd: number) => { readonly action: string; readonly balance: number }) =>
    Array.from({ length: count }, (_, index) => ({
      serial,
      at: timeOf(index, count),
      amount: 1,
      ...rowAt(count - 1 - index),
    }));
  for (const form of cardTypeOf(type).history as readonly HistoryForm[]) {
    const value = balances[form.balance];
    if ("once" in form) {
      if (count === 1 && value !== null) return rows(() => ({ action: form.once, balance: 0 }));
      continue;
    }
    const { credit, debit } = form;
    const end = Number(value);
    if (debit === undefined) {
      if (end >= count) return rows((fromEnd) => ({ action: credit, balance: end - fromEnd }));
      continue;
    }
    const lastIsCredit = end > 0 ? 0 : 1;
    return rows((fromEnd) =>
      fromEnd % 2 === lastIsCredit
        ? { action: credit, balance: end > 0 ? end : 1 }
        : { action: debit, balance: end > 0 ? end - 1 : 0 },
    );
  }
  throw new ProviderStateError(`card ${serial} is a ${cardTypeOf(type).noun} card and cannot have ${count} operations`);
}

/** Returns the operations of all cards. Throws ProviderStateError for a card without balances to change. */
export function operationsIn({ cards, histories }: World): readonly OperationRow[] {
  const counts = new Map<string, number>();
  for (const { serial, count } of histories) counts.set(serial, (counts.get(serial) ?? 0) + count);
  return [...counts].flatMap(([serial, count]) =>
    cards.filter((card) => card.serial === serial).flatMap((card) => history(card, count)),
  );
}

const serial = serialNumberParameter({
  default: defaultSerial(0),
  description: "The card; a stamp card is created if it does not exist.",
});

export const operationsOnACard = providerState({
  name: "operations on a card",
  description: "Operations in the history of a card; the last has its present balance.",
  parameters: {
    serial,
    count: integerParameter({ default: "51, one more than a page", description: "Number of operations." }, 0, 10_000),
  },
  returns: ["serial", "count"],
  apply: (before, { serial = defaultSerial(0), count = 51 }) => {
    const world = ensureCard(before, serial, { totalStamps: Math.max(13, count) });
    return [
      { ...world, histories: [...world.histories, { serial, count }] },
      { serial, count },
    ];
  },
});

export const pushesOnACard = providerState({
  name: "pushes on a card",
  description: "Push notifications that a card received.",
  parameters: {
    serial,
    count: integerParameter({ default: "11, one more than a page", description: "Number of pushes." }, 0, 10_000),
  },
  returns: ["serial", "count"],
  apply: (before, { serial = defaultSerial(0), count = 11 }) => {
    const world = ensureCard(before, serial);
    const pushes = Array.from({ length: count }, (_, index) => ({
      serial,
      at: timeOf(index, count),
      message: `News ${index + 1}`,
    }));
    return [
      { ...world, pushes: [...world.pushes, ...pushes] },
      { serial, count },
    ];
  },
});
