import { credit, debit } from "./amounts.js";
import type { CardRules, Outcome, Use } from "./card-rules.js";

function accruePoints({ card, amount }: Use<5>): Outcome<5> {
  const balance = credit(card.balance, amount);
  return {
    card: { ...card, balance },
    entries: [{ action: "accruePoints", amount, balance }],
    rules: ["certificate.balance"],
  };
}

function spendPoints({ card, amount }: Use<5>): Outcome<5> {
  const balance = debit(card.balance, amount, "balance");
  return {
    card: { ...card, balance },
    entries: [{ action: "spendPoints", amount, balance }],
    rules: ["certificate.balance"],
  };
}

export const certificate: CardRules<5> = {
  shown: ["certificate.balance"],
  balances: (_settings, { balance = 0 }) => ({ balance }),
  usePass: { spendPoints, accruePoints },
};
