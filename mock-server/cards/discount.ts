import { credit, debit } from "./amounts.js";
import type { CardRules, Outcome, Use } from "./card-rules.js";
import { percentAfter, percentAt } from "./tiers.js";

function increaseTotalSpentSum({ settings, card, amount, profile }: Use<4>): Outcome<4> {
  const totalSpent = credit(card.totalSpent, amount);
  return {
    card: { ...card, totalSpent, percent: percentAfter(settings.tiers, totalSpent, card.percent, profile) },
    entries: [{ action: "increaseTotalSpentSum", amount, balance: totalSpent }],
    rules: ["discount.total", "discount.tier", "tier.reached"],
  };
}

function reduceTotalSpentSum({ settings, card, amount, profile }: Use<4>): Outcome<4> {
  const totalSpent = debit(card.totalSpent, amount, "total spend");
  return {
    card: { ...card, totalSpent, percent: percentAfter(settings.tiers, totalSpent, card.percent, profile) },
    entries: [{ action: "reduceTotalSpentSum", amount, balance: totalSpent }],
    rules: ["discount.total", "tier.reduce"],
  };
}

export const discount: CardRules<4> = {
  shown: ["discount.tier", "tier.reached"],
  balances: ({ tiers }, { totalSpent = 0, percent = percentAt(tiers, totalSpent) }) => ({ totalSpent, percent }),
  usePass: { increaseTotalSpentSum, reduceTotalSpentSum },
};
