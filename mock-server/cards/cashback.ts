import { isRefusal } from "../refusals.js";
import type { RuleId } from "../rules.js";
import { credit, debit } from "./amounts.js";
import type { ActionResult, BalanceChange, CardRules, CardUse } from "./card-rules.js";
import { percentAfter, percentAt, percentOf } from "./tiers.js";

function accruePoints({ card, amount }: CardUse<1>): ActionResult<1> {
  const points = credit(card.points, amount);
  if (isRefusal(points)) return points;
  return {
    card: { ...card, points },
    operations: [{ action: "accruePoints", amount, balance: points }],
    rules: ["cashback.points"],
  };
}

function spendPoints({ card, amount }: CardUse<1>): ActionResult<1> {
  const points = debit(card.points, amount, "points");
  if (isRefusal(points)) return points;
  return {
    card: { ...card, points },
    operations: [{ action: "spendPoints", amount, balance: points }],
    rules: ["cashback.points"],
  };
}

function increaseTotalSpentSum({ settings, card, amount, profile }: CardUse<1>): ActionResult<1> {
  const totalSpent = credit(card.totalSpent, amount);
  if (isRefusal(totalSpent)) return totalSpent;
  const percent = percentAfter(settings.tiers, totalSpent, card.percent, profile);
  const operations: BalanceChange[] = [{ action: "increaseTotalSpentSum", amount, balance: totalSpent }];
  const rules: RuleId[] = ["cashback.total", "cashback.tier", "tier.reached"];
  const earned = profile.spendAccruesPoints === "yes" ? percentOf(amount, percent) : 0;
  const points = credit(card.points, earned, "a smaller sum");
  if (isRefusal(points)) return points;
  if (earned > 0) {
    operations.push({ action: "accruePoints", amount: earned, balance: points });
    rules.push("cashback.spendAccrues");
  }
  return { card: { ...card, totalSpent, percent, points }, operations, rules };
}

function reduceTotalSpentSum({ settings, card, amount, profile }: CardUse<1>): ActionResult<1> {
  const totalSpent = debit(card.totalSpent, amount, "total spend");
  if (isRefusal(totalSpent)) return totalSpent;
  const percent = percentAfter(settings.tiers, totalSpent, card.percent, profile);
  return {
    card: { ...card, totalSpent, percent },
    operations: [{ action: "reduceTotalSpentSum", amount, balance: totalSpent }],
    rules: ["cashback.total", "tier.reduce"],
  };
}

export const cashback: CardRules<1> = {
  shown: ["cashback.tier", "tier.reached"],
  balances: ({ tiers }, { points = 0, totalSpent = 0, percent = percentAt(tiers, totalSpent) }) => ({
    points,
    totalSpent,
    percent,
  }),
  usePass: { spendPoints, accruePoints, increaseTotalSpentSum, reduceTotalSpentSum },
};
