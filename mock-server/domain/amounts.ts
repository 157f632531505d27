import type { RuleTexts } from "./provenance.js";
import { UndocumentedRefusal } from "./refusal.js";
import type { RuleId } from "./rules.js";

export const amountRules = {
  "amount.whole": {
    text: "Amounts (stamps, visits, points, sums, rewards) are whole numbers greater than zero.",
    level: "documented",
    source: "vendor page types them integer; greater than zero by the sibling v2 documentation",
  },
  "amount.exact": {
    text: "A change that would push a balance past 9007199254740991 is refused, because it could not be exact.",
    level: "assumed",
    source: "our choice: JSON numbers are exact only up to there",
  },
} as const satisfies RuleTexts;

/** `balance + amount`, refused when the sum could not be exact. */
export function credit(balance: number, amount: number): number {
  const after = balance + amount;
  if (!Number.isSafeInteger(after)) {
    throw new UndocumentedRefusal(
      "amount.exact",
      "the balance would be too large to be exact",
      `at most ${Number.MAX_SAFE_INTEGER - balance} more`,
    );
  }
  return after;
}

/** `balance - amount`, refused by `rule` when there is not enough. */
export function debit(balance: number, amount: number, rule: RuleId, what: string): number {
  if (amount > balance) {
    throw new UndocumentedRefusal(
      rule,
      `not enough ${what}: ${balance} left, ${amount} asked`,
      balance === 0 ? `nothing, while the card has no ${what}` : `from 1 to ${balance}`,
    );
  }
  return balance - amount;
}
