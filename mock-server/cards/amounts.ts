import { balanceTooLarge, balanceTooLow } from "../refusals.js";

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
  if (!Number.isSafeInteger(after)) throw balanceTooLarge(accepted);
  return after;
}

/** `balance - amount`, refused when there is not enough. `name` is that of the balance. */
export function debit(balance: number, amount: number, name: string): number {
  if (amount > balance) throw balanceTooLow({ balance, amount, name });
  return balance - amount;
}
