import type { RuleId } from "../rules.js";
import { credit, debit } from "./amounts.js";
import type { CardRules, Entry, Outcome, Use } from "./card-rules.js";
import { percentAfter, percentAt, percentOf } from "./tiers.js";

function accruePoints({ card, amount }: Use<1>): Outcome<1> {
  const points = credit(card.points, amount);
  return {
    card: { ...card, points },
    entries: [{ action: "accruePoints", amount, balance: points }],
    rules: ["cashback.points"],
  };
}

function spendPoints({ card, amount }: Use<1>): Outcome<1> {
  const points = debit(card.points, amount, "points");
  return {
    card: { ...card, points },
    entries: [{ action: "spendPoints", amount, balance: points }],
    rules: ["cashback.points"],
  };
}

function increaseTotalSpentSum({ settings, card, amount, profile }: Use<1>): Outcome<1> {
  const totalSpent = credit(card.totalSpent, amount);
  const percent = percentAfter(settings.tiers, totalSpent, card.percent, profile);
  const entries: Entry[] = [{ action: "increaseTotalSpentSum", amount, balance: totalSpent }];
  const rules: RuleId[] = ["cashback.total", "cashback.tier", "tier.reached"];
  const earned = profile.spendAccruesPoints === "yes" ? percentOf(amount, percent) : 0;
  const points = credit(card.points, earned, "a smaller sum");
  if (earned > 0) {
    entries.push({ action: "accruePoints", amount: earned, balance: points });
    rules.push("cashback.spendAccrues");
  }
  return { card: { ...card, totalSpent, percent, points }, entries, rules };
}

function reduceTotalSpentSum({ settings, card, amount, profile }: Use<1>): Outcome<1> {
  const totalSpent = debit(card.totalSpent, amount, "total spend");
  const percent = percentAfter(settings.tiers, totalSpent, card.percent, profile);
  return {
    card: { ...card, totalSpent, percent },
    entries: [{ action: "reduceTotalSpentSum", amount, balance: totalSpent }],
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
