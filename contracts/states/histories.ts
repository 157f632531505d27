import { cardTypeOf, type HistoryForm } from "../../mock-server/index.js";
import { ProviderStateError } from "./bad-state.js";
import { withCard } from "./card.js";
import { integer, serialNumber } from "./parameters.js";
import { providerState } from "./state.js";
import { contractNow, usualSerial } from "./usual.js";
import type { CardRow, OperationRow, World } from "./world.js";

/** The world with the card in it: a stamp card, if no state makes it, neither an earlier one nor a later one. */
function withIts(world: World, serial: string, own: Readonly<Record<string, number>> = {}): World {
  const isMade = world.cards.some((card) => card.serial === serial) || world.named.card(serial).makesCard;
  return isMade ? world : withCard(world, 0, { serial, ...own })[0];
}

/** A minute apart, the last one a minute before now. */
const momentOf = (place: number, count: number): string =>
  new Date(Date.parse(contractNow) - (count - place) * 60_000).toISOString();

/** Returns `count` changes by 1 that end at the present balance, in the first form that fits the card. */
function history({ serial, type, balances }: CardRow, count: number): readonly OperationRow[] {
  if (count === 0) return [];
  const rows = (of: (fromEnd: number) => { readonly action: string; readonly balance: number }) =>
    Array.from({ length: count }, (_, index) => ({
      serial,
      at: momentOf(index, count),
      amount: 1,
      ...of(count - 1 - index),
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

/** The operations of all cards that are to have some. Throws ProviderStateError for a card that can have none. */
export function operationsIn({ cards, histories }: World): readonly OperationRow[] {
  const counts = new Map<string, number>();
  for (const { serial, count } of histories) counts.set(serial, (counts.get(serial) ?? 0) + count);
  return [...counts].flatMap(([serial, count]) =>
    cards.filter((card) => card.serial === serial).flatMap((card) => history(card, count)),
  );
}

const serial = serialNumber({ usual: usualSerial(0), about: "The card; a stamp card is made if no state made it." });

export const operationsOnACard = providerState({
  name: "operations on a card",
  about: "So many operations in the history of a card, that end at its present balance.",
  parameters: {
    serial,
    count: integer({ usual: "51, one more than a page", about: "How many operations." }, 0, 10_000),
  },
  gives: ["serial", "count"],
  apply: (before, { serial = usualSerial(0), count = 51 }) => {
    const world = withIts(before, serial, { totalStamps: Math.max(13, count) });
    return [
      { ...world, histories: [...world.histories, { serial, count }] },
      { serial, count },
    ];
  },
});

export const pushesOnACard = providerState({
  name: "pushes on a card",
  about: "So many push notifications that a card got.",
  parameters: {
    serial,
    count: integer({ usual: "11, one more than a page", about: "How many pushes." }, 0, 10_000),
  },
  gives: ["serial", "count"],
  apply: (before, { serial = usualSerial(0), count = 11 }) => {
    const world = withIts(before, serial);
    const pushes = Array.from({ length: count }, (_, place) => ({
      serial,
      at: momentOf(place, count),
      message: `News ${place + 1}`,
    }));
    return [
      { ...world, pushes: [...world.pushes, ...pushes] },
      { serial, count },
    ];
  },
});
