import type { RuleId } from "../rules.js";
import { credit, debit } from "./amounts.js";
import type { CardRules, Entry, Outcome, Use } from "./card-rules.js";

function addStamps({ card, amount }: Use<2>): Outcome<2> {
  const visits = credit(card.visits, amount);
  return {
    card: { ...card, visits },
    entries: [{ action: "addStamps", amount, balance: visits }],
    rules: ["subscription.visits"],
  };
}

function takeStamps({ settings, card, amount }: Use<2>): Outcome<2> {
  const visits = debit(card.visits, amount, "visits");
  const entries: Entry[] = [{ action: "takeStamps", amount, balance: visits }];
  const rules: RuleId[] = ["subscription.visits"];
  const earned = amount * settings.pointsPerVisit;
  const points = credit(card.points, earned, "fewer visits");
  if (earned > 0) {
    entries.push({ action: "accruePoints", amount: earned, balance: points });
    rules.push("subscription.bonus");
  }
  return { card: { ...card, visits, points }, entries, rules };
}

function spendPoints({ card, amount }: Use<2>): Outcome<2> {
  const points = debit(card.points, amount, "bonus points");
  return {
    card: { ...card, points },
    entries: [{ action: "spendPoints", amount, balance: points }],
    rules: ["subscription.points"],
  };
}

export const subscription: CardRules<2> = {
  shown: ["subscription.visits", "subscription.bonus"],
  balances: (_settings, { visits = 0, points = 0 }) => ({ visits, points }),
  usePass: { spendPoints, takeStamps, addStamps },
};
