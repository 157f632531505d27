import { isRefusal } from "../refusals.js";
import { credit, debit } from "./amounts.js";
import type { ActionResult, CardRules, CardUse } from "./card-rules.js";

function accruePoints({ card, amount }: CardUse<5>): ActionResult<5> {
  const balance = credit(card.balance, amount);
  if (isRefusal(balance)) return balance;
  return {
    card: { ...card, balance },
    operations: [{ action: "accruePoints", amount, balance }],
    rules: ["certificate.balance"],
  };
}

function spendPoints({ card, amount }: CardUse<5>): ActionResult<5> {
  const balance = debit(card.balance, amount, "balance");
  if (isRefusal(balance)) return balance;
  return {
    card: { ...card, balance },
    operations: [{ action: "spendPoints", amount, balance }],
    rules: ["certificate.balance"],
  };
}

export const certificate: CardRules<5> = {
  shown: ["certificate.balance"],
  balances: (_settings, { balance = 0 }) => ({ balance }),
  usePass: { spendPoints, accruePoints },
};
