import { isRefusal } from "../refusals.js";
import type { RuleId } from "../rules.js";
import { credit, debit } from "./amounts.js";
import type { ActionResult, BalanceChange, CardRules, CardUse } from "./card-rules.js";

function addStamps({ card, amount }: CardUse<2>): ActionResult<2> {
  const visits = credit(card.visits, amount);
  if (isRefusal(visits)) return visits;
  return {
    card: { ...card, visits },
    operations: [{ action: "addStamps", amount, balance: visits }],
    rules: ["subscription.visits"],
  };
}

function takeStamps({ settings, card, amount }: CardUse<2>): ActionResult<2> {
  const visits = debit(card.visits, amount, "visits");
  if (isRefusal(visits)) return visits;
  const operations: BalanceChange[] = [{ action: "takeStamps", amount, balance: visits }];
  const rules: RuleId[] = ["subscription.visits"];
  const earned = amount * settings.pointsPerVisit;
  const points = credit(card.points, earned, "fewer visits");
  if (isRefusal(points)) return points;
  if (earned > 0) {
    operations.push({ action: "accruePoints", amount: earned, balance: points });
    rules.push("subscription.bonus");
  }
  return { card: { ...card, visits, points }, operations, rules };
}

function spendPoints({ card, amount }: CardUse<2>): ActionResult<2> {
  const points = debit(card.points, amount, "bonus points");
  if (isRefusal(points)) return points;
  return {
    card: { ...card, points },
    operations: [{ action: "spendPoints", amount, balance: points }],
    rules: ["subscription.points"],
  };
}

export const subscription: CardRules<2> = {
  shown: ["subscription.visits", "subscription.bonus"],
  balances: (_settings, { visits = 0, points = 0 }) => ({ visits, points }),
  usePass: { spendPoints, takeStamps, addStamps },
};
