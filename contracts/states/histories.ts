import { cardTypes, type HistoryForm } from "../../mock-server/index.js";
import { addCard } from "./card.js";
import { contractNow, defaultSerial } from "./defaults.js";
import { integer, ProviderStateError, parameter, serialNumber } from "./parameters.js";
import { providerState } from "./state.js";
import type { CardRow, World } from "./world.js";

type OperationRow = World["operations"][number];

/** Returns the card with the serial number. Adds a stamp card if there is none. */
const ensureCard = (world: World, serial: string, counters: Readonly<Record<string, number>> = {}): CardRow =>
  world.cards.find((card) => card.serial === serial) ?? addCard(world, { serial, type: 0, ...counters });

/** Returns the time of a row. Rows are a minute apart, the last a minute before now. */
const timeOf = (index: number, count: number): string =>
  new Date(Date.parse(contractNow) - (count - index) * 60_000).toISOString();

/** Returns the action and the balance of a row, by its position from the end; undefined if the form does not fit. */
function rowsIn(
  form: HistoryForm,
  balance: CardRow["balances"][string] | undefined,
  count: number,
): ((fromEnd: number) => Pick<OperationRow, "action" | "balance">) | undefined {
  if ("once" in form) return count === 1 && balance !== null ? () => ({ action: form.once, balance: 0 }) : undefined;
  const { credit, debit } = form;
  const end = Number(balance);
  if (debit === undefined) return end >= count ? (fromEnd) => ({ action: credit, balance: end - fromEnd }) : undefined;
  const lastIsCredit = end > 0 ? 0 : 1;
  return (fromEnd) =>
    fromEnd % 2 === lastIsCredit
      ? { action: credit, balance: Math.max(end, 1) }
      : { action: debit, balance: Math.max(end - 1, 0) };
}

/** Returns `count` changes by 1 that end at the present balance, in the first form that fits the card. */
function history({ serial, type, balances }: CardRow, count: number): readonly OperationRow[] {
  if (count === 0) return [];
  const forms: readonly HistoryForm[] = cardTypes[type].history;
  const rowAt = forms.map((form) => rowsIn(form, balances[form.balance], count)).find((rows) => rows !== undefined);
  if (rowAt === undefined)
    throw new ProviderStateError(
      `card ${serial} is a ${cardTypes[type].noun} card and cannot have ${count} operations`,
    );
  return Array.from({ length: count }, (_, index) => ({
    serial,
    at: timeOf(index, count),
    amount: 1,
    ...rowAt(count - 1 - index),
  }));
}

const serial = parameter(serialNumber, defaultSerial(0), "The card; a stamp card is created if it does not exist.");

export const operationsOnACard = providerState({
  name: "operations on a card",
  description: "Operations in the history of a card; the last has its present balance.",
  parameters: {
    serial,
    count: parameter(integer(0, 10_000), "51, one more than a page", "Number of operations."),
  },
  defaultIds: () => ({ serial: defaultSerial(0) }),
  isLast: true,
  returns: ["serial", "count"],
  apply: (world, { serial, count = 51 }) => {
    const card = ensureCard(world, serial, { totalStamps: Math.max(13, count) });
    const others = world.operations.filter((row) => row.serial !== serial);
    const all = world.operations.length - others.length + count;
    world.operations = [...others, ...history(card, all)];
    return { serial, count };
  },
});

export const pushesOnACard = providerState({
  name: "pushes on a card",
  description: "Push notifications that a card received.",
  parameters: {
    serial,
    count: parameter(integer(0, 10_000), "11, one more than a page", "Number of pushes."),
  },
  defaultIds: () => ({ serial: defaultSerial(0) }),
  isLast: true,
  returns: ["serial", "count"],
  apply: (world, { serial, count = 11 }) => {
    ensureCard(world, serial);
    for (let index = 0; index < count; index += 1)
      world.pushes.push({ serial, at: timeOf(index, count), message: `News ${index + 1}` });
    return { serial, count };
  },
});
