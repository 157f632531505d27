import { balanceTooLarge, balanceTooLow, type UndocumentedRefusal } from "../refusals.js";

/** Returns `balance + amount`, or a refusal if the sum is not exact. `accepted` describes a valid amount. */
export function credit(
  balance: number,
  amount: number,
  accepted = `at most ${Number.MAX_SAFE_INTEGER - balance} more`,
): number | UndocumentedRefusal {
  const after = balance + amount;
  return Number.isSafeInteger(after) ? after : balanceTooLarge(accepted);
}

/** Returns `balance - amount`, or a refusal if the balance is too low. `name` is that of the balance. */
export const debit = (balance: number, amount: number, name: string): number | UndocumentedRefusal =>
  amount > balance ? balanceTooLow({ balance, amount, name }) : balance - amount;
