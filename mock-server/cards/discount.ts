import { isRefusal } from "../refusals.js";
import { credit, debit } from "./amounts.js";
import type { ActionResult, CardRules, CardUse } from "./card-rules.js";
import { percentAfter, percentAt } from "./tiers.js";

function increaseTotalSpentSum({ settings, card, amount, profile }: CardUse<4>): ActionResult<4> {
  const totalSpent = credit(card.totalSpent, amount);
  if (isRefusal(totalSpent)) return totalSpent;
  return {
    card: { ...card, totalSpent, percent: percentAfter(settings.tiers, totalSpent, card.percent, profile) },
    operations: [{ action: "increaseTotalSpentSum", amount, balance: totalSpent }],
    rules: ["discount.total", "discount.tier", "tier.reached"],
  };
}

function reduceTotalSpentSum({ settings, card, amount, profile }: CardUse<4>): ActionResult<4> {
  const totalSpent = debit(card.totalSpent, amount, "total spend");
  if (isRefusal(totalSpent)) return totalSpent;
  return {
    card: { ...card, totalSpent, percent: percentAfter(settings.tiers, totalSpent, card.percent, profile) },
    operations: [{ action: "reduceTotalSpentSum", amount, balance: totalSpent }],
    rules: ["discount.total", "tier.reduce"],
  };
}

export const discount: CardRules<4> = {
  shown: ["discount.tier", "tier.reached"],
  balances: ({ tiers }, { totalSpent = 0, percent = percentAt(tiers, totalSpent) }) => ({ totalSpent, percent }),
  usePass: { increaseTotalSpentSum, reduceTotalSpentSum },
};
