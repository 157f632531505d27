import type { CardChange } from "../../cards/card-type.js";
import { cardTypes } from "../../cards/index.js";
import type { Card, CardType, Iso, Operation, OperationAction, Template } from "../../model/records.js";
import { Refusal } from "../../refusals.js";
import { stepOf } from "../card-steps.js";

/** Returns an integer from 0 to below a limit; 0 for the limit 0. */
export type Draw = (below: number) => number;

interface AmountRange {
  readonly action: OperationAction;
  readonly max: number;
}

/** Returns the actions of a card type, with the largest amounts of its card in the demo. */
function actionsOf({ type }: Card): readonly AmountRange[] {
  const { usePass, hasRewards, history, demo } = cardTypes[type];
  const once = history.flatMap((form) => ("once" in form ? [form.once] : []));
  const actions = [
    ...(Object.keys(usePass) as OperationAction[]),
    ...(hasRewards ? ["useReward" as const] : []),
    ...once,
  ];
  return actions.map((action) => ({
    action,
    max: Math.max(1, ...demo.steps.flatMap(([name, amount]) => (name === action ? [amount] : []))),
  }));
}

const actionsByType = new Map<number, readonly AmountRange[]>();

function cachedActions(card: Card): readonly AmountRange[] {
  const found = actionsByType.get(card.type) ?? actionsOf(card);
  actionsByType.set(card.type, found);
  return found;
}

/** Applies the first action that the balances allow, from a drawn action on; undefined if they allow none. */
function step(card: Card, template: Template, at: Iso, draw: Draw): CardChange<CardType> | undefined {
  const actions = cachedActions(card);
  const first = draw(actions.length);
  for (const { action, max } of [...actions.slice(first), ...actions.slice(0, first)]) {
    const outcome = stepOf(action, 1 + draw(max))(card, template, at);
    if (!(outcome instanceof Refusal)) return outcome;
  }
  return undefined;
}

/**
 * Returns the card after at least `wanted` operations between its issue and `until`, in milliseconds since 1970. There
 * are fewer if its type has no further actions.
 */
export function useCard(
  card: Card,
  template: Template,
  { wanted, until, draw }: { readonly wanted: number; readonly until: number; readonly draw: Draw },
): { readonly card: Card; readonly operations: readonly Omit<Operation, "id">[] } {
  const issued = Date.parse(card.issuedAt);
  const operations: Omit<Operation, "id">[] = [];
  let used = card;
  for (let visit = 1; operations.length < wanted; visit += 1) {
    const at = new Date(issued + Math.floor(((until - issued) * visit) / (wanted + 1))).toISOString();
    const change = step(used, template, at, draw);
    if (change === undefined) break;
    used = change.card;
    for (const { action, amount, balance } of change.operations)
      operations.push({ serial: card.serial, at, action, amount, balance });
  }
  return { card: used, operations };
}
