import { cardTypes, type HistoryForm } from "../../mock-server/index.js";
import { withCard } from "./card.js";
import { contractNow, defaultSerial } from "./defaults.js";
import { integerParameter, ProviderStateError, serialNumberParameter } from "./parameters.js";
import { providerState } from "./state.js";
import type { CardRow, OperationRow, World } from "./world.js";

/** Adds a stamp card with the serial number to the world, unless it exists. */
const ensureCard = (world: World, serial: string, counters: Readonly<Record<string, number>> = {}): World =>
  world.cards.some((card) => card.serial === serial) ? world : withCard(world, { serial, type: 0, ...counters })[0];

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
  for (const form of cardTypes[type].history as readonly HistoryForm[]) {
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
  throw new ProviderStateError(`card ${serial} is a ${cardTypes[type].noun} card and cannot have ${count} operations`);
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
  identity: () => ({ serial: defaultSerial(0) }),
  isLast: true,
  returns: ["serial", "count"],
  apply: (before, { serial = defaultSerial(0), count = 51 }) => {
    const world = ensureCard(before, serial, { totalStamps: Math.max(13, count) });
    const others = world.operations.filter((row) => row.serial !== serial);
    const all = world.operations.length - others.length + count;
    const card = world.cards.find((row) => row.serial === serial);
    return [
      { ...world, operations: [...others, ...(card ? history(card, all) : [])] },
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
  identity: () => ({ serial: defaultSerial(0) }),
  isLast: true,
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
