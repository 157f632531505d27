import type { RuleTexts } from "../model/evidence.js";
import { credit, debit } from "./amounts.js";
import type { CardRules, Outcome, Use } from "./card-rules.js";

export const certificateRules = {
  "certificate.balance": {
    text: "A certificate has one balance, credited by accruePoints and spent in parts by spendPoints; it starts at zero.",
    level: "documented",
    source: "vendor page, usePass, card type 5; that it starts at zero is our choice",
  },
} as const satisfies RuleTexts;

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
