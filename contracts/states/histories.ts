import { BadState } from "./bad-state.js";
import { withCard } from "./card.js";
import { integer, serialNumber } from "./parameters.js";
import { providerState } from "./state.js";
import { cardNouns, contractNow, usualSerial } from "./usual.js";
import type { CardRow, OperationRow, World } from "./world.js";

/** The card with the serial number; if no state made it, a stamp card. */
function card(world: World, serial: string, own: Readonly<Record<string, number>> = {}): readonly [World, CardRow] {
  const known = world.cards.find((other) => other.serial === serial);
  return known === undefined ? withCard(world, 0, { serial, ...own }) : [world, known];
}

/** A minute apart, the last one a minute before now. */
const momentOf = (place: number, count: number): string =>
  new Date(Date.parse(contractNow) - (count - place) * 60_000).toISOString();

interface Balance {
  readonly at: number;
  readonly credit: string;
  readonly debit: string;
}

/** The balance whose changes make up a card's history, and what it is now. */
function balanceOf({ type, serial, balances }: CardRow): Balance {
  const balance = (key: string, credit: string, debit: string): Balance => ({
    at: Number(balances[key]),
    credit,
    debit,
  });
  if (type === 0) return balance("unusedRewards", "creditReward", "useReward");
  if (type === 1) return balance("points", "accruePoints", "spendPoints");
  if (type === 2) return balance("visits", "addStamps", "takeStamps");
  if (type === 4) return balance("totalSpent", "increaseTotalSpentSum", "reduceTotalSpentSum");
  if (type === 5) return balance("balance", "accruePoints", "spendPoints");
  throw new BadState(
    `card ${serial} is a ${cardNouns[type]} card: but for the one that redeems a coupon, there are no operations on it`,
  );
}

/** So many changes by one, that end at the present balance: stamps where there are as many, else by turns up and down. */
function history(row: CardRow, count: number): readonly OperationRow[] {
  if (count === 0) return [];
  const { serial } = row;
  const rows = (of: (fromEnd: number) => { readonly action: string; readonly balance: number }) =>
    Array.from({ length: count }, (_, place) => ({
      serial,
      at: momentOf(place, count),
      amount: 1,
      ...of(count - 1 - place),
    }));
  if (row.type === 3 && count === 1 && row.balances.redeemedAt !== null)
    return rows(() => ({ action: "redeem", balance: 0 }));
  const total = Number(row.balances.totalStamps);
  if (row.type === 0 && total >= count) return rows((fromEnd) => ({ action: "addStamps", balance: total - fromEnd }));
  const { at, credit, debit } = balanceOf(row);
  const lastIsCredit = at > 0 ? 0 : 1;
  return rows((fromEnd) =>
    fromEnd % 2 === lastIsCredit
      ? { action: credit, balance: at > 0 ? at : 1 }
      : { action: debit, balance: at > 0 ? at - 1 : 0 },
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
    const [world, row] = card(before, serial, { totalStamps: Math.max(13, count) });
    return [
      { ...world, operations: [...world.operations, ...history(row, count)] },
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
    const [world] = card(before, serial);
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
