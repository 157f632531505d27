import type { RuleTexts } from "../model/evidence.js";
import { UndocumentedRefusal } from "../model/refusals.js";

export const amountRules = {
  "amount.positive": {
    text: "Amounts (stamps, visits, points, sums, rewards) are whole numbers greater than zero.",
    level: "sibling",
    source: "vendor page types them integer; greater than zero by the sibling v2 documentation",
  },
  "amount.enough": {
    text: "No balance goes below zero: what would take more than there is is refused, not cut off.",
    level: "sibling",
    source: "sibling v2 documentation; that it is refused and not cut off is our choice",
  },
  "amount.exact": {
    text: "A change that would push a balance past 9007199254740991 is refused, because it could not be exact.",
    level: "assumed",
    source: "our choice: JSON numbers are exact only up to there",
  },
} as const satisfies RuleTexts;

/**
 * `balance + amount`, refused when the sum could not be exact. `accepted` says what would have been taken, where the
 * amount is not what was sent.
 */
export function credit(
  balance: number,
  amount: number,
  accepted = `at most ${Number.MAX_SAFE_INTEGER - balance} more`,
): number {
  const after = balance + amount;
  if (!Number.isSafeInteger(after))
    throw new UndocumentedRefusal("amount.exact", "the balance would be too large to be exact", accepted);
  return after;
}

/** `balance - amount`, refused when there is not enough. `what` names the balance. */
export function debit(balance: number, amount: number, what: string): number {
  if (amount > balance) {
    throw new UndocumentedRefusal(
      "amount.enough",
      `not enough ${what}: ${balance} left, ${amount} asked`,
      balance === 0 ? `nothing, while the card has no ${what}` : `from 1 to ${balance}`,
    );
  }
  return balance - amount;
}
