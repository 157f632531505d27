import type { RuleTexts } from "../model/evidence.js";
import { credit, debit } from "./amounts.js";
import type { CardRules, Entry, Outcome, Use } from "./card-rules.js";
import type { RuleId } from "./rules.js";
import { percentAfter, percentAt, percentOf } from "./tiers.js";

export const cashbackRules = {
  "cashback.points": {
    text: "accruePoints and spendPoints change the points and not the total spend.",
    level: "sibling",
    source: "vendor page has the actions; that the balances are separate is the sibling v2 documentation",
  },
  "cashback.total": {
    text: "increaseTotalSpentSum and reduceTotalSpentSum change the total spend.",
    level: "documented",
    source: "vendor page, usePass, card type 1",
  },
  "cashback.tier": {
    text: "The cashback percentage comes from the tier that the total spend has reached.",
    level: "sibling",
    source: "sibling v2 documentation, cashback cards",
  },
  "cashback.spendAccrues": {
    text: "increaseTotalSpentSum does not credit points; the other profile credits the new tier's percentage of the sum, rounded down.",
    level: "assumed",
    source: "vendor page's text speaks of the total only, its sample 10000 / 4 / 400 fits the other profile",
    switches: ["spendAccruesPoints"],
  },
} as const satisfies RuleTexts;

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
